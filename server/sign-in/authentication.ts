/**
 * better-auth, behind one value: nothing else in the product names it.
 *
 * It proves that somebody knows a password or holds a telephone. Who that is in a programme, and what
 * they may do there, is ours. It lives in the schema `auth` under a role that reaches nothing else.
 */
import { betterAuth } from 'better-auth'
import { phoneNumber } from 'better-auth/plugins/phone-number'
import { twoFactor } from 'better-auth/plugins/two-factor'
import pg from 'pg'
import { hashPassword, passwordFits } from './passwords.ts'

export interface AuthenticationParts {
  readonly databaseUrl: string
  readonly secret: Buffer
  readonly publicUrl: string
  /** Sends a one-time code to a telephone. */
  sendCode(phone: string, code: string): Promise<void>
  /** Whether everybody at this number is invented. */
  isSample(phone: string): Promise<boolean>
}

const codeDigits = 6
const codeSeconds = 300
export const passwordMin = 12
/** Staff sign in anew each day. */
const fieldSessionDays = 120
const day = 86_400

export function openAuthentication({ databaseUrl, secret, publicUrl, sendCode, isSample }: AuthenticationParts) {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 3,
    options: '-c search_path=auth -c role=chamka_sign_in -c timezone=UTC -c application_name=chamka-sign-in',
  })
  // An idle connection that is cut is replaced; without a listener it would end the process.
  pool.on('error', () => {})

  const auth = betterAuth({
    appName: 'Chamka',
    baseURL: publicUrl,
    basePath: '/api/sign-in',
    database: pool,
    secret: secret.toString('base64url'),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordMin,
      password: { hash: hashPassword, verify: passwordFits },
      revokeSessionsOnPasswordReset: true,
    },
    user: { additionalFields: { sample: { type: 'boolean', required: true, defaultValue: false, input: false } } },
    session: {
      additionalFields: { person: { type: 'string', required: false, input: false } },
      // A phone may lie in a drawer through a dry season.
      expiresIn: fieldSessionDays * day,
      updateAge: day,
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            const { phoneNumber } = user as { phoneNumber?: string | null }
            return phoneNumber ? { data: { ...user, sample: await isSample(phoneNumber) } } : undefined
          },
        },
      },
      session: {
        create: {
          before: async (session) => {
            const { rows } = await pool.query<{ email: string }>('select email from "user" where id = $1', [
              session.userId,
            ])
            const isField = rows[0] !== undefined && isFieldAddress(rows[0].email)
            const expiresAt = isField ? session.expiresAt : new Date(Date.now() + day * 1000)
            // What a browser says of itself is nobody's business here.
            return { data: { ...session, expiresAt, ipAddress: null, userAgent: null } }
          },
        },
      },
    },
    verification: { storeIdentifier: 'hashed' },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: 'chamka',
      useSecureCookies: publicUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
    },
    plugins: [
      twoFactor({ issuer: 'Chamka' }),
      phoneNumber({
        otpLength: codeDigits,
        expiresIn: codeSeconds,
        allowedAttempts: 5,
        sendOTP: ({ phoneNumber, code }) => sendCode(phoneNumber, code),
        signUpOnVerification: { getTempEmail: fieldAddress, getTempName: () => 'field' },
      }),
    ],
  })

  return { auth, pool, sessionCookie: `${publicUrl.startsWith('https://') ? '__Secure-' : ''}chamka.session_token` }
}

/** The library wants an e-mail address for everybody. This one can never be written to. */
export function fieldAddress(phone: string): string {
  return `${phone.replace('+', '')}@field.invalid`
}

export function isFieldAddress(email: string): boolean {
  return email.endsWith('@field.invalid')
}
