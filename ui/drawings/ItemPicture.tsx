/**
 * What a voucher is good for, drawn: for somebody who counts chicks and does not read "chick". One line,
 * no shade, so that a cheap printer and a photocopy keep it.
 */

const drawings = {
  bird: 'M15 19c-5 1-9 5-9 10.5c0 6 5 9.5 11 9.5h6c6 0 10-4 10-9.5c0-3-1-5-2.5-7M15 19a7.5 7.5 0 1 1 14-4l6 2-5.5 3.5M29.5 20.5c.5 1 .8 1.5 1 2M23 13.5v.2M16 39v5M13 44h6M25 39v5M22 44h6M11 28c3 4 8 4.5 12 1.5',
  hen: 'M9 12c-3 6-4 12-2 18c2 6 8 9 15 9c9 0 16-5 16-13V15M9 12c3 6 8 9 14 8c4-.7 6-3 6.5-7M38 15a4.8 4.8 0 0 0-8.5-2M38 15l5 2.5-5 2M30.5 10c-1-2 .5-4 2-3c.5-2 3-2 3.5 0c1.5-.5 2.5 1 2 3M37 19.5c1.5 2 1 4-.5 4M34 14v.2M20 39v5M16.5 44h6M28 38.5V44M24.5 44h6M15 27c4 4 10 4 14 0',
  sack: 'M14 15C9 21 7 28 8 40c.2 2 1.5 3 3.5 3h25c2 0 3.3-1 3.5-3c1-12-1-19-6-25M14 15h20M16 6l2.5 9M32 6l-2.5 9M16 6c2.5 2 5.3 2 8 0c2.7 2 5.5 2 8 0M24 37V26M24 31c-4 0-6-2-6-6c4 0 6 2 6 6zM24 28c0-4 2-6 6-6c0 4-2 6-6 6z',
  grain:
    'M14 15C9 21 7 28 8 40c.2 2 1.5 3 3.5 3h25c2 0 3.3-1 3.5-3c1-12-1-19-6-25M14 15h20M16 6l2.5 9M32 6l-2.5 9M16 6c2.5 2 5.3 2 8 0c2.7 2 5.5 2 8 0M18 26v3M24 24v3M30 26v3M21 31v3M27 31v3M18 36v2M24 37v2M30 36v2',
  seed: 'M10 5h28v38H10zM10 11h28M24 37V23M24 30c-6 0-9-3-9-9c6 0 9 3 9 9zM24 26c0-6 3-9 9-9c0 6-3 9-9 9zM16 37h16',
  net: 'M6 8h36v32H6zM6 16l8-8M6 24 22 8M6 32 30 8M6 40 38 8M14 40l28-28M22 40l20-20M30 40l12-12M38 40l4-4M42 16l-8-8M42 24 26 8M42 32 18 8M42 40 10 8M34 40 6 12M26 40 6 20M18 40 6 28M10 40l-4-4',
  roll: 'M9 14a6 8 0 1 0 12 0a6 8 0 1 0-12 0zM15 6h18c4 0 6 4 6 8v24H21V14M15 22c-4 0-6-4-6-8M15 14v.2M21 38c0 3-3 4-6 4h18c4 0 6-1 6-4',
  hose: 'M4 14h40M4 14v-4h4M12 14v6M24 14v6M36 14v6M12 24c-2 3-3 4.5-3 6a3 3 0 0 0 6 0c0-1.5-1-3-3-6zM24 24c-2 3-3 4.5-3 6a3 3 0 0 0 6 0c0-1.5-1-3-3-6zM36 24c-2 3-3 4.5-3 6a3 3 0 0 0 6 0c0-1.5-1-3-3-6zM4 42h40',
  pump: 'M6 42h36M10 42V28h18v14M28 34h6M10 28v-6h18v6M19 22V12h14a7 7 0 0 1 7 7v2M13 12h6M16 8v8M40 25c-2 3-3 4.5-3 6a3 3 0 0 0 6 0c0-1.5-1-3-3-6z',
  tank: 'M8 12c0-4 7-6 16-6s16 2 16 6-7 6-16 6-16-2-16-6zM8 12v24c0 4 7 6 16 6s16-2 16-6V12M8 24c2 4 8 6 16 6s14-2 16-6',
  drinker: 'M16 6h16v4H16zM14 10h20l3 24H11zM6 34h36l-3 8H9zM15 22c3 2 6 2 9 0s6-2 9 0',
  feeder: 'M5 26h38l-5 14H10zM12 26c1-5 5-8 12-8s11 3 12 8M20 33v.2M26 31v.2M30 35v.2M16 31v.2M24 18v-9M18 9h12',
  tools: 'M12 44 30 12M26 6c6-1 12 2 15 8l-9-1-6-3zM32 13l-6-3M8 6c0 8 2 12 6 14M14 20c3-4 3-10 0-14M8 6h6M14 20l6 6',
  other: 'M6 15 24 6l18 9v20l-18 9-18-9zM6 15l18 9 18-9M24 24v20M15 10.5l18 9v7',
} as const

type Drawing = keyof typeof drawings

// By what the code of an item says of it; the first that fits.
const kinds: readonly (readonly [RegExp, Drawing])[] = [
  [/feeder/, 'feeder'],
  [/drinker/, 'drinker'],
  [/feed/, 'grain'],
  [/(^|-)(hen|cock|rooster|layer)s?(-|$)/, 'hen'],
  [/chick|duck|bird|poultry/, 'bird'],
  [/seed(?!ling-tray)/, 'seed'],
  [/net|mesh|trellis|fence/, 'net'],
  [/mulch|film|sheet|roll|cover/, 'roll'],
  [/drip|hose|pipe|sprinkler/, 'hose'],
  [/pump/, 'pump'],
  [/tank|jar/, 'tank'],
  [/compost|fertili[sz]er|manure|lime|cement|rice/, 'sack'],
  [/tool|hoe|spade|shovel|knife|sprayer|rake/, 'tools'],
]

function drawingOf(item: string): Drawing {
  return kinds.find(([pattern]) => pattern.test(item))?.[1] ?? 'other'
}

/** Says nothing to a screen reader: the item's name stands beside it. */
export function ItemPicture({ item, size = 48 }: { item: string; size?: number | string }) {
  return (
    <svg
      className="item-picture"
      width={size}
      height={size}
      viewBox="0 0 48 48"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[drawingOf(item)]} />
    </svg>
  )
}
