import { m } from './words/compiled/messages.js'

/** Furrows running to the horizon, and the name: ចម្ការ, a field. */
export function Logo({ size = 36, wordless = false }: { size?: number; wordless?: boolean }) {
  return (
    <span className="logo">
      <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
        <rect width="48" height="48" rx="12" fill="#f6d98a" />
        <circle cx="33" cy="15" r="6.5" fill="#d9762b" />
        <path d="M0 25c12-5 30-6 48-2v13a12 12 0 0 1-12 12H12A12 12 0 0 1 0 36z" fill="#1f5a3a" />
        <g fill="none" stroke="#a9d3a4" strokeWidth="2.4" strokeLinecap="round">
          <path d="M18 47c1-9 2-16 4-24M6.5 43c4-8 7.5-13.5 11.5-18.5M32.5 47c-2-9-4.5-16-7-24M44 41c-4.5-8-9.5-14-14.5-18" />
        </g>
      </svg>
      {wordless ? <span className="unseen">{m.app_name()}</span> : <span className="logo__name">{m.app_name()}</span>}
    </span>
  )
}
