/** What better-auth refuses, as problems with words of ours. */
import type { Problem, ProblemName } from '#server/http/problem.ts'

const problems: Readonly<Record<string, ProblemName>> = {
  INVALID_EMAIL: 'password-wrong',
  INVALID_EMAIL_OR_PASSWORD: 'password-wrong',
  INVALID_PASSWORD: 'password-wrong',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'password-wrong',
  PASSWORD_TOO_SHORT: 'password-weak',
  PASSWORD_TOO_LONG: 'password-weak',
  INVALID_OTP: 'code-wrong',
  OTP_NOT_FOUND: 'code-wrong',
  OTP_EXPIRED: 'code-wrong',
  INVALID_CODE: 'code-wrong',
  INVALID_BACKUP_CODE: 'code-wrong',
  INVALID_TWO_FACTOR_COOKIE: 'code-wrong',
  TOTP_NOT_ENABLED: 'code-wrong',
  BACKUP_CODES_NOT_ENABLED: 'code-wrong',
  TOO_MANY_ATTEMPTS: 'code-locked',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'code-locked',
  ACCOUNT_TEMPORARILY_LOCKED: 'code-locked',
  TOTP_ALREADY_ENABLED: 'not-allowed',
  UNAUTHORIZED: 'not-signed-in',
}

/** The problem, or nothing where the error is a bug. */
export function problemOf(error: unknown): Problem | undefined {
  const code = (error as { body?: { code?: string } } | null)?.body?.code
  const problem = code === undefined ? undefined : problems[code]
  return problem && { problem }
}
