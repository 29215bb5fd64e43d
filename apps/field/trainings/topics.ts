/** What is taught in the programmes of this phone. */
import type { Programme } from '#capabilities/programmes/programme.ts'
import { type Syllabus, syllabusOf } from '#capabilities/trainings/syllabus.ts'
import { useRecords } from '#sync/hooks.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'

export function useSyllabus(): Syllabus {
  return syllabusOf(useRecords<Programme>('programme').find(({ state }) => state === 'open'))
}

export function useTopicName(): (code: string) => string {
  const language = useLanguage()
  const { topics } = useSyllabus()
  return (code) => topics.find((topic) => topic.code === code)?.names[language] ?? code
}
