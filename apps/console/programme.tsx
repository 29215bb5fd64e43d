import { createContext, type ReactNode, useContext, useState } from 'react'
import type { Me } from './me.ts'

const kept = 'programme'

interface Looking {
  readonly programme: Me['programmes'][number] | undefined
  readonly choose: (code: string) => void
}

const ProgrammeContext = createContext<Looking>({ programme: undefined, choose: () => {} })

/** Which of their programmes a person looks at: the one chosen last, else the first that is open. */
export function ProgrammeProvider({ me, children }: { me: Me; children: ReactNode }) {
  const [code, setCode] = useState(() => localStorage.getItem(kept))
  const { programmes } = me
  const programme =
    programmes.find((one) => one.programme === code) ??
    programmes.find(({ state }) => state === 'open') ??
    programmes[0]

  function choose(wanted: string) {
    localStorage.setItem(kept, wanted)
    setCode(wanted)
  }

  return <ProgrammeContext value={{ programme, choose }}>{children}</ProgrammeContext>
}

export function useProgramme(): Looking {
  return useContext(ProgrammeContext)
}
