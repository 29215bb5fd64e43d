import { useId, useState } from 'react'
import { m } from './words/compiled/messages.js'
import type { Message } from './words/names.ts'

const abbreviations = {
  aspire: [m.abbreviation_aspire, m.abbreviation_aspire_meaning],
  awpb: [m.abbreviation_awpb, m.abbreviation_awpb_meaning],
  cew: [m.abbreviation_cew, m.abbreviation_cew_meaning],
  dao: [m.abbreviation_dao, m.abbreviation_dao_meaning],
  'id-poor': [m.abbreviation_id_poor, m.abbreviation_id_poor_meaning],
  ifad: [m.abbreviation_ifad, m.abbreviation_ifad_meaning],
  khr: [m.abbreviation_khr, m.abbreviation_khr_meaning],
  maff: [m.abbreviation_maff, m.abbreviation_maff_meaning],
  'm-and-e': [m.abbreviation_m_and_e, m.abbreviation_m_and_e_meaning],
  pdaff: [m.abbreviation_pdaff, m.abbreviation_pdaff_meaning],
  'rush-it': [m.abbreviation_rush_it, m.abbreviation_rush_it_meaning],
  totp: [m.abbreviation_totp, m.abbreviation_totp_meaning],
  usd: [m.abbreviation_usd, m.abbreviation_usd_meaning],
} satisfies Record<string, readonly [Message, Message]>

export type AbbreviationName = keyof typeof abbreviations
export const abbreviationNames = Object.keys(abbreviations) as AbbreviationName[]

/** Explains itself when it is hovered, focused or touched, with or without script. Escape closes it. */
export function Abbreviation({ of }: { of: AbbreviationName }) {
  const id = useId()
  const [isClosed, setClosed] = useState(false)
  const [short, meaning] = abbreviations[of]
  return (
    <button
      type="button"
      className="abbreviation"
      aria-describedby={id}
      data-closed={isClosed || undefined}
      onKeyDown={(event) => setClosed(event.key === 'Escape')}
      onBlur={() => setClosed(false)}
      onMouseEnter={() => setClosed(false)}
    >
      {short()}
      <span role="tooltip" id={id}>
        {meaning()}
      </span>
    </button>
  )
}
