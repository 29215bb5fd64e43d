/** The way in for staff: e-mail, password and the code of the app; in a demonstration, one tap. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FieldDrawing } from '#ui/drawings/FieldDrawing.tsx'
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx'
import { Logo } from '#ui/Logo.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { get } from '../office.ts'
import { ChoosePerson } from './ChoosePerson.tsx'
import { FirstAdministrator } from './FirstAdministrator.tsx'
import { NewPassword } from './NewPassword.tsx'
import { Password } from './Password.tsx'
import { SamplePeople } from './SamplePeople.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { SetUpSecondFactor } from './SetUpSecondFactor.tsx'

type Step = 'password' | 'second-factor' | 'new-password' | 'second-factor-needed' | 'person-not-chosen'

/** What the office says to somebody it does not know yet. */
interface Threshold {
  readonly firstAdministrator: boolean
  readonly demonstration: boolean
}

export function SignInScreen({
  begin,
  onIn,
}: {
  begin: 'not-signed-in' | 'second-factor-needed' | 'person-not-chosen'
  onIn: () => void
}) {
  useLanguage()
  useTitle(m.sign_in_title())
  const [step, setStep] = useState<Step>(begin === 'not-signed-in' ? 'password' : begin)
  const { data: threshold, refetch } = useQuery({
    queryKey: ['threshold'],
    queryFn: () => get<Threshold>('/api/sign-in'),
  })

  return (
    <div className="entrance">
      <div className="entrance__picture">
        <FieldDrawing />
      </div>
      <main className="entrance__side">
        <header className="entrance__head">
          <Logo size={40} />
          <LanguageSwitch />
        </header>
        <div className="entrance__card">
          {threshold?.firstAdministrator ? <FirstAdministrator onMade={() => void refetch()} /> : current()}
          {threshold?.demonstration && step === 'password' && <SamplePeople onIn={onIn} />}
        </div>
      </main>
    </div>
  )

  function current() {
    switch (step) {
      case 'password':
        return (
          <Password
            onIn={onIn}
            onSecondFactor={() => setStep('second-factor')}
            onNewPassword={() => setStep('new-password')}
          />
        )
      case 'second-factor':
        return <SecondFactor onIn={onIn} />
      case 'new-password':
        return <NewPassword onMade={() => setStep('password')} />
      case 'second-factor-needed':
        return <SetUpSecondFactor onIn={onIn} />
      case 'person-not-chosen':
        return <ChoosePerson onIn={onIn} />
    }
  }
}
