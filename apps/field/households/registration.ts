/** What is answered when a household registers, and the command's input made of it. */
import type { InputOf } from '#capabilities/commands.ts'
import type { Sex } from '#door/values.ts'

export type Status = 'poor1' | 'poor2' | 'general' | 'unknown'

/** What is known of a poverty status, and how. */
export interface PovertyAnswers {
  readonly status: Status | undefined
  readonly cardSeen: boolean
  readonly card: string
  readonly cardPhoto: string | undefined
}

export interface Answers extends PovertyAnswers {
  readonly name: string
  readonly sex: Sex | undefined
  /** A year of birth or an age: four digits tell them apart. */
  readonly born: number | undefined
  readonly village: string
  readonly hasPhone: 'own' | 'shared' | 'none' | undefined
  readonly phone: string | undefined
  readonly consents: boolean
}

export const noAnswers: Answers = {
  name: '',
  sex: undefined,
  born: undefined,
  village: '',
  hasPhone: undefined,
  phone: undefined,
  status: undefined,
  cardSeen: false,
  card: '',
  cardPhoto: undefined,
  consents: false,
}

interface Given {
  readonly programme: string
  readonly consent: string
  readonly member: string
}

/** Answers not given yet are left out, so that the command's own shape says what is missing. */
export function inputFrom(answers: Answers, { programme, consent, member }: Given): InputOf<'household.register'> {
  const { name, sex, born, village, hasPhone, phone, status, consents } = answers
  const isKhmer = /[\u1780-\u17ff]/.test(name)
  const isYear = born !== undefined && born >= 1000
  const written = name.trim() === '' ? undefined : name
  const input = {
    programme,
    member,
    nameKm: written === undefined ? undefined : isKhmer ? written : null,
    nameLatin: isKhmer ? null : (written ?? null),
    sex,
    birthYear: born === undefined ? undefined : isYear ? born : null,
    ...(born === undefined || isYear ? {} : { age: born }),
    village,
    phone:
      hasPhone === undefined
        ? undefined
        : hasPhone === 'none'
          ? null
          : { number: phone, shared: hasPhone === 'shared' },
    poverty: status === undefined ? undefined : status === 'unknown' ? null : povertyFrom(status, answers),
    consent: consents ? consent : undefined,
  }
  // What is missing is missing on purpose: the command's shape is asked to say so.
  return input as InputOf<'household.register'>
}

export function povertyFrom(category: Exclude<Status, 'unknown'>, { cardSeen, card, cardPhoto }: PovertyAnswers) {
  return {
    category,
    source: cardSeen ? ('card-seen' as const) : ('self-declared' as const),
    card: cardSeen ? card : null,
    issuedOn: null,
    expiresOn: null,
    photo: cardSeen ? (cardPhoto ?? null) : null,
  }
}
