/** The console: asks who is there, then opens the frame with its screens, or the way in. */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Boundary } from '#ui/Boundary.tsx'
import { EngineProvider } from '#ui/engine.ts'
import { Failed } from '#ui/Nothing.tsx'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { consoleEngine } from './engine.ts'
import { Waiting } from './frame/Waiting.tsx'
import { MeProvider, useWhoIsHere } from './me.ts'
import { Trouble } from './office.ts'
import { ProgrammeProvider } from './programme.tsx'
import { router } from './router.tsx'
import { theme } from './theme.ts'

// Most days somebody is signed in already.
const SignInScreen = lazy(async () => ({ default: (await import('./sign-in/SignInScreen.tsx')).SignInScreen }))

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the office said no to, it says no to again.
      retry: (failures, error) => failures < 2 && !(error instanceof Trouble && error.status !== undefined),
    },
  },
})

export function App() {
  return (
    <MantineProvider theme={theme}>
      <QueryClientProvider client={client}>
        <Boundary>
          <Door />
        </Boundary>
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Door() {
  useLanguage()
  const { data: me, error, isPending, refetch } = useWhoIsHere()
  if (isPending) return <Waiting />
  if (!me) {
    const kind = error instanceof Trouble ? error.kind : undefined
    if (kind === 'not-signed-in' || kind === 'person-not-chosen' || kind === 'second-factor-needed') {
      return (
        <Suspense fallback={<Waiting />}>
          <SignInScreen begin={kind} onIn={() => void refetch()} />
        </Suspense>
      )
    }
    const trouble = error instanceof Trouble ? error : undefined
    return <Failed detail={trouble?.message || undefined} reference={trouble?.reference} again={() => void refetch()} />
  }
  return (
    <MeProvider value={me}>
      <ProgrammeProvider me={me}>
        <EngineProvider value={consoleEngine}>
          <RouterProvider router={router} />
        </EngineProvider>
      </ProgrammeProvider>
    </MeProvider>
  )
}
