/**
 * The cast, drawn: ten geometric portraits, each with the thing that tells its role. They stand
 * beside a name and say nothing that the name and the role do not.
 */
import type { ReactNode } from 'react'
import { useId } from 'react'

export const drawingNames = [
  'farmer',
  'cew',
  'cew-next',
  'officer',
  'approver',
  'finance',
  'monitoring',
  'shop',
  'administrator',
  'auditor',
] as const
export type DrawingName = (typeof drawingNames)[number]

interface Portrait {
  readonly ground: string
  readonly skin: string
  readonly shade: string
  readonly cloth: string
  /** Behind the head. */
  readonly back?: ReactNode
  /** Over the clothes, below the face. */
  readonly dress?: ReactNode
  /** Over the face: hair, hat, glasses. */
  readonly front: ReactNode
  /** In the hand, or beside. */
  readonly thing: ReactNode
}

const ink = '#24302a'
const white = '#fffdf7'

/** How hair frames a face: short, in a bob, long, or tied behind. */
const hair = {
  short: (fill: string) => (
    <path d="M39.5 53c-3-20 7-29 20.5-29s23.5 9 20.5 29c-1.5-7-3-11-6-14-8 1.5-21 1-28-2-4 4-6 9-7 16z" fill={fill} />
  ),
  bob: (fill: string) => (
    <path
      d="M39 66c-5-26 3-43 21-43s26 17 21 43c-4 0-6-2-6-6 1-9-1-15-4-19-6 3-17 4-23 2-3 4-4 10-3 17 0 4-2 6-6 6z"
      fill={fill}
    />
  ),
  parted: (fill: string) => (
    <path d="M39.5 56c-3-21 6-32 20.5-32s23.5 11 20.5 32c-2-8-5-14-9-18-6 4-12 5-18 4-5 3-11 7-14 14z" fill={fill} />
  ),
}

function portraits(check: string): Record<DrawingName, Portrait> {
  return {
    farmer: {
      ground: '#dce9d3',
      skin: '#bd8055',
      shade: '#a76c45',
      cloth: '#7b3f5d',
      back: (
        <path
          d="M33 60c-3-26 9-41 27-41s30 15 27 41c2 8 5 14 9 19-9 3-17 2-22-2l-28 0c-5 4-13 5-22 2 4-5 7-11 9-19z"
          fill={`url(#${check})`}
        />
      ),
      dress: <path d="M42 92c8 10 28 10 36 0l4 2c-7 16-37 16-44 0z" fill="#5f2d46" />,
      front: (
        <>
          <path d="M40 50c0-9 8-17 20-17s20 8 20 17c-5-7-11-10-20-10s-15 3-20 10z" fill="#2a2320" />
          <path d="M36 49c1-20 11-28 24-28s23 8 24 28c-5-10-13-14-24-14s-19 4-24 14z" fill={`url(#${check})`} />
        </>
      ),
      thing: (
        <g fill="none" stroke="#3c7d58" strokeWidth="3" strokeLinecap="round">
          <path d="M94 112V88" />
          <path
            d="M94 97c-1-8-6-11-13-11 1 8 5 12 13 11zM94 92c1-8 6-12 13-12 0 8-5 13-13 12z"
            fill="#6aa66f"
            strokeWidth="2"
          />
        </g>
      ),
    },
    cew: {
      ground: '#f3e2c8',
      skin: '#c98d62',
      shade: '#b4774d',
      cloth: '#2f6d4a',
      back: <path d="M38 62c-4-24 5-38 22-38s26 14 22 38l-4 10H42z" fill="#231d1a" />,
      dress: <path d="M50 89l10 9 10-9 6 3-12 16h-8l-12-16z" fill={white} />,
      front: (
        <>
          <path d="M40 47c0-5 3-9 6-10h28c3 1 6 5 6 10-6-3-34-3-40 0z" fill="#231d1a" />
          <path d="M39 41c0-14 9-20 21-20s21 6 21 20c-13-3-29-3-42 0z" fill="#3c7d58" />
          <path d="M39 41c13-3 29-3 42 0 6 1 11 3 13 6-17-4-38-4-55-1z" fill="#1f5a3a" />
          <path d="M56 32c2-3 6-3 8 0M60 36v-6" stroke={white} strokeWidth="1.8" fill="none" strokeLinecap="round" />
        </>
      ),
      thing: (
        <g>
          <rect x="78" y="82" width="24" height="31" rx="3" fill={ink} transform="rotate(8 90 97)" />
          <rect x="81" y="85.5" width="18" height="23" rx="1" fill="#bfe0cd" transform="rotate(8 90 97)" />
          <path
            d="m85 97 4 4 6.5-8"
            stroke="#1f5a3a"
            strokeWidth="2.5"
            fill="none"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </g>
      ),
    },
    'cew-next': {
      ground: '#d9e6ea',
      skin: '#b27549',
      shade: '#9c6239',
      cloth: '#476f86',
      dress: <path d="M36 92c14 9 40 20 54 34l8 2C86 110 60 96 42 89z" fill="#8a5a2f" />,
      front: (
        <>
          <path d="M40 50c0-5 2-8 4-9h32c2 1 4 4 4 9-2-3-3-5-4-6H44c-1 1-2 3-4 6z" fill="#1f1a18" />
          <path d="M41 38c1-12 8-18 19-18s18 6 19 18z" fill="#d8bd86" />
          <path d="M27 42c10-6 56-6 66 0-4 4-12 4-20 2-9-1-17-1-26 0-8 2-16 2-20-2z" fill="#c3a468" />
          <path d="M41 35c12 3 26 3 38 0v4c-12 2-26 2-38 0z" fill="#8a5a2f" />
        </>
      ),
      thing: (
        <g>
          <path d="M76 98h28l-2 20H78z" fill="#a26e3c" />
          <path d="M76 98h28l-4 9H80z" fill="#8a5a2f" />
          <circle cx="90" cy="107" r="2.2" fill="#e9d6ae" />
        </g>
      ),
    },
    officer: {
      ground: '#dfe3d0',
      skin: '#c08558',
      shade: '#aa7046',
      cloth: '#eef0e6',
      dress: (
        <>
          <path d="M47 88l13 12 13-12 6 4-12 13-7-7-7 7-12-13z" fill="#dfe3d3" stroke="#b8bfa9" />
          <path d="M60 99v22" stroke="#b8bfa9" strokeWidth="1.5" />
          <path d="M24 104l13-9 4 4-13 9z" fill="#3c7d58" />
          <path d="M96 104l-13-9-4 4 13 9z" fill="#3c7d58" />
        </>
      ),
      front: hair.short('#1c1a19'),
      thing: (
        <g>
          <rect x="76" y="84" width="30" height="22" rx="2.5" fill={white} stroke="#8f9a84" />
          <path d="M81 91h11M81 96h20M81 101h14" stroke="#8f9a84" strokeWidth="2" strokeLinecap="round" />
          <path
            d="m96 91 2.5 2.5 4.5-5"
            stroke="#3c7d58"
            strokeWidth="2.5"
            fill="none"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </g>
      ),
    },
    approver: {
      ground: '#efdcd2',
      skin: '#d09a70',
      shade: '#bb8257',
      cloth: '#6b3a2a',
      dress: <path d="M46 89l14 22 14-22 5 3-13 29H54L41 92z" fill="#f4ead8" />,
      front: (
        <>
          {hair.bob('#2b211e')}
          <circle cx="39.5" cy="66" r="1.8" fill="#d8b24a" />
          <circle cx="80.5" cy="66" r="1.8" fill="#d8b24a" />
        </>
      ),
      thing: (
        <g>
          <circle cx="92" cy="97" r="14.5" fill="#9b2318" />
          <circle cx="92" cy="97" r="11" fill="none" stroke={white} strokeWidth="1.5" strokeDasharray="2 2.2" />
          <path
            d="m86 97.5 4.5 4.5 8-9"
            stroke={white}
            strokeWidth="3"
            fill="none"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </g>
      ),
    },
    finance: {
      ground: '#e6e1f0',
      skin: '#bb7f54',
      shade: '#a46a41',
      cloth: '#343c58',
      dress: (
        <>
          <path d="M46 88l14 14 14-14 5 3-13 30H54L41 91z" fill={white} />
          <path d="M57 98h6l-1 5 3 15-5 5-5-5 3-15z" fill="#87471d" />
        </>
      ),
      front: (
        <>
          {hair.parted('#26211f')}
          <g fill="none" stroke={ink} strokeWidth="1.8">
            <circle cx="52.5" cy="54.5" r="6" />
            <circle cx="67.5" cy="54.5" r="6" />
            <path d="M58.5 53.5h3M46.5 53l-5-1.5M73.5 53l5-1.5" />
          </g>
        </>
      ),
      thing: (
        <g stroke="#a87b10" strokeWidth="1.5" fill="#e6bd45">
          <ellipse cx="92" cy="110" rx="14" ry="5" />
          <ellipse cx="92" cy="104" rx="14" ry="5" />
          <ellipse cx="92" cy="98" rx="14" ry="5" />
          <path d="M89 98h6" strokeWidth="2" />
        </g>
      ),
    },
    monitoring: {
      ground: '#d4e7e4',
      skin: '#c78b5f',
      shade: '#b1754b',
      cloth: '#1f6b6b',
      back: <path d="M36 96c2-14 0-26 0-40 0-21 9-33 24-33s24 12 24 33c0 14-2 26 0 40-8 4-40 4-48 0z" fill="#241e1c" />,
      dress: <path d="M48 89c4 9 20 9 24 0l6 3c-5 15-31 15-36 0z" fill="#174f4f" />,
      front: hair.parted('#241e1c'),
      thing: (
        <g>
          <rect x="75" y="86" width="30" height="28" rx="3" fill={white} stroke="#8fb5b0" />
          <path
            d="M81 109v-7M87 109V95M93 109v-10M99 109V91"
            stroke="#1f6b6b"
            strokeWidth="3.5"
            strokeLinecap="round"
          />
        </g>
      ),
    },
    shop: {
      ground: '#f6e3b9',
      skin: '#b67a4e',
      shade: '#9f663c',
      cloth: '#c8622f',
      back: (
        <>
          <path d="M12 26C22 8 40 2 60 2s38 6 48 24z" fill="#9b2318" />
          <path d="M26 13l-4 13h14l4-19zM60 2h-9l-2 24h22l-2-24zM84 8l4 18h12l-8-14z" fill={white} />
        </>
      ),
      dress: (
        <>
          <path d="M42 96c8 6 28 6 36 0l4 26H38z" fill="#f0e7d2" />
          <path d="M42 96l-5-6M78 96l5-6" stroke="#f0e7d2" strokeWidth="4" />
        </>
      ),
      front: (
        <>
          {hair.short('#221d1b')}
          <path d="M53 61c2-2 5-2 7 0 2-2 5-2 7 0-2 1.5-5 1.5-7 .5-2 1-5 1-7-.5z" fill="#221d1b" />
        </>
      ),
      thing: (
        <g>
          <path d="M78 92c-2 8-3 14-2 22 0 2 2 3 4 3h22c2 0 4-1 4-3 1-8 0-14-2-22z" fill="#d9c39a" stroke="#a98a52" />
          <path d="M80 86c3 3 6 3 10 0 4 3 7 3 10 0l3 6H77z" fill="#c3a468" />
          <path
            d="M91 111v-11M91 106c-3 0-5-2-5-5M91 104c3 0 5-2 5-5"
            stroke="#6b7d2a"
            strokeWidth="2"
            fill="none"
            strokeLinecap="round"
          />
        </g>
      ),
    },
    administrator: {
      ground: '#e2e6dc',
      skin: '#cf986d',
      shade: '#b98056',
      cloth: '#4b574e',
      back: <path d="M76 34c14 2 16 20 10 40-3 6-8 6-8 0 2-12 2-24-6-34z" fill="#30241f" />,
      dress: <path d="M48 88c2 8 22 8 24 0l5 2c0 6-2 11-5 15H48c-3-4-5-9-5-15z" fill="#384139" />,
      front: hair.parted('#30241f'),
      thing: (
        <g fill="none" stroke="#b07d12" strokeWidth="4" strokeLinecap="round">
          <circle cx="85" cy="105" r="7.5" />
          <path d="M91 100l14-14M100 91l5 5M96 95l4 4" />
        </g>
      ),
    },
    auditor: {
      ground: '#e9dfe6',
      skin: '#c48a60',
      shade: '#ae744c',
      cloth: '#4a3b57',
      back: <circle cx="60" cy="22" r="10" fill="#7a7672" />,
      dress: <path d="M45 90l15 17 15-17 5 3-20 27-20-27z" fill="#e8dcc6" />,
      front: (
        <>
          {hair.parted('#8b8783')}
          <path
            d="M51 40c5-2 9-4 12-9M66 41c4-2 6-4 7-7"
            stroke="#a5a19d"
            strokeWidth="1.5"
            fill="none"
            strokeLinecap="round"
          />
        </>
      ),
      thing: (
        <g>
          <path d="M97 105l9 10" stroke={ink} strokeWidth="5" strokeLinecap="round" />
          <circle cx="90" cy="96" r="11.5" fill="#d8eaf2" stroke={ink} strokeWidth="3" />
          <path d="M83 93c2-4 6-5 9-4" stroke={white} strokeWidth="2.5" fill="none" strokeLinecap="round" />
        </g>
      ),
    },
  }
}

export function PersonDrawing({ of, size = 96 }: { of: DrawingName; size?: number }) {
  const id = useId()
  const check = `check${id}`
  const circle = `circle${id}`
  const { ground, skin, shade, cloth, back, dress, front, thing } = portraits(check)[of]
  return (
    <svg className="person" width={size} height={size} viewBox="0 0 120 120" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={check} width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(8)">
          <rect width="9" height="9" fill="#f7efe2" />
          <path d="M0 2.25h9M2.25 0v9" stroke="#a8322a" strokeWidth="4.5" strokeOpacity="0.75" />
        </pattern>
        <clipPath id={circle}>
          <circle cx="60" cy="60" r="60" />
        </clipPath>
      </defs>
      <g clipPath={`url(#${circle})`}>
        <rect width="120" height="120" fill={ground} />
        {back}
        <path d="M16 124c2-24 18-35 44-35s42 11 44 35z" fill={cloth} />
        <path d="M51.5 70h17v17c0 5-4 9-8.5 9s-8.5-4-8.5-9z" fill={shade} />
        {dress}
        <path d="M40 50c0-12 8-21 20-21s20 9 20 21c0 16-8 28-20 28S40 66 40 50z" fill={skin} />
        <circle cx="40" cy="56" r="4" fill={skin} />
        <circle cx="80" cy="56" r="4" fill={skin} />
        <g fill={ink}>
          <circle cx="52.5" cy="54.5" r="2.1" />
          <circle cx="67.5" cy="54.5" r="2.1" />
        </g>
        <path d="M54.5 66.5c3 3.2 8 3.2 11 0" stroke={ink} strokeWidth="1.9" fill="none" strokeLinecap="round" />
        <path d="M60 56.5c.8 2 1 3.5-.8 4.2" stroke={shade} strokeWidth="1.6" fill="none" strokeLinecap="round" />
        {front}
      </g>
      {thing}
    </svg>
  )
}
