/** What every answer tells the browser to be careful about. */
import { createHash } from 'node:crypto'
import type { Problem } from './problem.ts'
import type { Visited } from './visit.ts'

const policy = (scripts: string) =>
  [
    "default-src 'self'",
    // The scanner of the field app is wasm of our own.
    `script-src 'self' 'wasm-unsafe-eval'${scripts}`,
    // The console's controls write their measures into style elements.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const plainPolicy = policy('')

export function setCarefulHeaders(headers: Headers, { secure, scripts }: { secure: boolean; scripts?: string }): void {
  if (!headers.has('content-security-policy'))
    headers.set('content-security-policy', scripts ? policy(scripts) : plainPolicy)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'same-origin')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('permissions-policy', 'camera=(self), geolocation=(self), microphone=(self)')
  if (secure) headers.set('strict-transport-security', 'max-age=31536000')
}

/** The policy of a page whose own inline scripts are known by their digests. */
export function policyOfPage(html: string): string {
  const digests = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => ` 'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  )
  return policy([...new Set(digests)].join(''))
}

/**
 * A browser names where a request that changes something comes from; it must be from here. Programs
 * that are no browsers name nothing, and carry no cookie that somebody else could use.
 */
export function fromAnotherOrigin(c: Visited): Problem | undefined {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return
  const site = c.req.header('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return
  const origin = c.req.header('origin')
  if (origin === undefined && site === undefined) return
  if (origin !== undefined && hostOf(origin) === c.req.header('host')) return
  return { problem: 'another-origin' }
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}
