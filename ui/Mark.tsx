/** The five tones of a state, each with a shape of its own, so that nobody has to see colours. */
export type Tone = 'good' | 'waiting' | 'going' | 'bad' | 'quiet'

export function Mark({ tone, size = 14 }: { tone: Tone; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      {shapes[tone]}
    </svg>
  )
}

const line = { fill: 'none', strokeWidth: 1.8, strokeLinecap: 'round', strokeLinejoin: 'round' } as const

const shapes = {
  // A full circle with a tick.
  good: (
    <>
      <circle cx="7" cy="7" r="6.5" fill="currentColor" />
      <path d="m4.2 7.3 1.9 1.9 3.7-4" stroke="#fff" {...line} />
    </>
  ),
  // A clock, half run.
  waiting: (
    <>
      <circle cx="7" cy="7" r="5.6" stroke="currentColor" {...line} />
      <path d="M7 1.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" />
    </>
  ),
  // An arrow that goes on.
  going: <path d="M1.5 7h10M7.5 2.8 11.7 7l-4.2 4.2" stroke="currentColor" {...line} />,
  // A square on its point, crossed.
  bad: (
    <>
      <path d="m7 .4 6.6 6.6L7 13.6.4 7z" fill="currentColor" />
      <path d="m5.1 5.1 3.8 3.8M8.9 5.1 5.1 8.9" stroke="#fff" {...line} />
    </>
  ),
  // A dash in a ring.
  quiet: (
    <>
      <circle cx="7" cy="7" r="5.6" stroke="currentColor" {...line} />
      <path d="M4.5 7h5" stroke="currentColor" {...line} />
    </>
  ),
} as const
