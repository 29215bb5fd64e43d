/** What is wrong with what a line of an attendance sheet says of its session, and what to do about it. */
import type { PersonTold, SessionProblem } from '#capabilities/imports/session.ts'
import { m } from './words/compiled/messages.js'
import type { Language } from './words/language.ts'

export function explainSessionProblem(problem: SessionProblem, text: string, language: Language): string {
  const locale = { locale: language }
  switch (problem.code) {
    case 'topic-unknown':
    case 'instrument-unknown': {
      const known = problem.offered.map((names) => names[language]).join('; ')
      const sentence =
        problem.code === 'topic-unknown' ? m.import_problem_topic_unknown : m.import_problem_instrument_unknown
      return sentence({ text, known }, locale)
    }
    case 'training-kind-unknown':
      return m.import_problem_training_kind_unknown({ text }, locale)
    case 'trainer-unknown':
      return m.import_problem_trainer_unknown({ text }, locale)
    case 'trainer-several': {
      const people = problem.people.map((person) => personTold(person, language)).join('; ')
      return m.import_problem_trainer_several({ text, people }, locale)
    }
    case 'instrument-otherwise':
      return m.import_problem_instrument_otherwise({ instrument: problem.instrument[language] }, locale)
    case 'present-and-absent':
      return m.import_problem_present_and_absent({}, locale)
    case 'session-full':
      return m.import_problem_session_full({ most: problem.most }, locale)
  }
}

function personTold({ km, latin, place }: PersonTold, language: Language): string {
  const name = (language === 'km' ? (km ?? latin) : (latin ?? km)) ?? ''
  return place ? `${name} (${language === 'km' ? place.km : place.latin})` : name
}
