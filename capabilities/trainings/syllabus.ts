/**
 * What is taught in a programme: topics for farmers, and the courses an extension worker passes first.
 */
import type { Programme } from '#capabilities/programmes/programme.ts'
import type { Bilingual } from '#door/values.ts'

export interface Topic {
  readonly code: string
  readonly names: Bilingual
  readonly chain: string | null
  /** Courses that an extension worker must have passed to teach it. */
  readonly requires: readonly string[]
}

export interface Course {
  readonly code: string
  readonly names: Bilingual
}

export interface Syllabus {
  readonly topics: readonly Topic[]
  readonly courses: readonly Course[]
  /** Courses after which an extension worker counts as trained. */
  readonly requiredOfWorkers: readonly string[]
  readonly instruments: readonly { readonly code: string; readonly names: Bilingual }[]
}

/** A programme without a syllabus teaches nothing. */
export function syllabusOf(programme: Pick<Programme, 'definition'> | undefined): Syllabus {
  const {
    topics = [],
    courses = [],
    requiredOfWorkers = [],
    instruments = [],
  } = (programme?.definition ?? {}) as Partial<Syllabus>
  return { topics, courses, requiredOfWorkers, instruments }
}

export function topicOf(syllabus: Syllabus, code: string): Topic | undefined {
  return syllabus.topics.find((topic) => topic.code === code)
}
