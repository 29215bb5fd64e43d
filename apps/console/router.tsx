import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { Boundary } from '#ui/Boundary.tsx'
import { Empty, Failed } from '#ui/Nothing.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Frame } from './frame/Frame.tsx'
import { Waiting } from './frame/Waiting.tsx'
import { gallery, screens } from './screens.ts'

const root = createRootRoute({ component: Frame, notFoundComponent: NoSuchPage, errorComponent: Fault })

const routes = [...screens, gallery].map(({ path, load }) => {
  const loaded = lazy(async () => ({ default: await load() }))
  return createRoute({ getParentRoute: () => root, path, component: () => <Opened screen={loaded} /> })
})

/** Addresses are plain text: screens are a list, and a link to a screen that is gone shows that it is. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/console',
  scrollRestoration: true,
  defaultPreload: false,
})

/** A screen fetched when it is needed, drawn again in place when another language is spoken. */
function Opened({ screen: Loaded }: { screen: ComponentType }) {
  useLanguage()
  return (
    <Boundary>
      <Suspense fallback={<Waiting />}>
        <Loaded />
      </Suspense>
    </Boundary>
  )
}

function NoSuchPage() {
  useLanguage()
  return <Empty title={m.console_no_such_page()} picture="question" />
}

function Fault() {
  return <Failed />
}
