/**
 * What the product's address answers before the product can: a page that tells in Khmer and English what is being
 * done, and for programs a 503 with the time to ask again. The listening socket itself is then handed to the
 * server, so that nobody who asks in between is turned away.
 */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { projectFolder } from './project.mjs'
import { Sentence } from './sentence.mjs'

const fontFile = join(
  projectFolder,
  'node_modules/@fontsource/noto-sans-khmer/files/noto-sans-khmer-khmer-400-normal.woff2',
)
const fontPath = '/progress-khmer.woff2'

export async function openProgressPage({ host, port }) {
  let state = { step: { km: 'កំពុងចាប់ផ្តើម', en: 'Starting' }, percent: 0 }
  const server = createServer((request, response) => answer(request, response, state))
  await listen(server, host, port)

  // Whoever is connected is still answered; a connection that nobody uses is cut.
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      setTimeout(() => server.closeAllConnections(), 500).unref()
    })
  return {
    show(step, done, total) {
      state = { step, percent: total > 0 ? Math.floor((Math.min(done, total) / total) * 100) : 0 }
    },
    /** The child listens on the same socket from now on; this one lets go of it. */
    handOver(child) {
      return new Promise((resolve, reject) => {
        child.send({ kind: 'socket' }, server, (error) => (error ? reject(error) : resolve(close())))
      })
    },
    close,
  }
}

/** A server that was killed may need a moment to let go of the port; a stranger keeps it. */
async function listen(server, host, port) {
  for (let attempt = 1; ; attempt++) {
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error
      if (attempt === 15)
        throw new Sentence(
          `Port ${port} on ${host} is taken by another program; stop it, or choose another: PORT=${port + 1} npm start.`,
        )
      await pause(200)
    }
  }
}

function answer(request, response, { step, percent }) {
  const headers = { 'cache-control': 'no-store', 'retry-after': '2', connection: 'close' }
  if (request.url === fontPath && existsSync(fontFile)) {
    response.writeHead(200, { 'content-type': 'font/woff2', connection: 'close' })
    return response.end(readFileSync(fontFile))
  }
  if ((request.headers.accept ?? '').includes('text/html')) {
    response.writeHead(503, { ...headers, 'content-type': 'text/html; charset=utf-8' })
    return response.end(page(step, percent))
  }
  response.writeHead(503, { ...headers, 'content-type': 'application/problem+json' })
  const title = 'Chamka is getting ready'
  response.end(`${JSON.stringify({ type: 'about:blank', status: 503, title, detail: step.en, step, percent })}\n`)
}

function page({ km, en }, percent) {
  return `<!doctype html>
<html lang="km">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2">
<title>ចម្ការ · Chamka</title>
<style>
  @font-face { font-family: Khmer; src: url(${fontPath}) format('woff2'); unicode-range: U+1780-17FF, U+19E0-19FF; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f6f7f2; color: #1d2b1a;
         font: 18px/1.6 Khmer, system-ui, 'Noto Sans Khmer', 'Khmer OS', sans-serif; }
  main { width: min(30rem, 100vw - 3rem); }
  h1 { font-size: 1.5rem; line-height: 1.5; margin: 0; }
  p { margin: .25rem 0 0; }
  progress { width: 100%; height: 1rem; margin: 1.5rem 0 .5rem; accent-color: #2f6b2c; }
  [lang=en] { color: #4a5947; }
</style>
<main>
  <h1>ចម្ការ កំពុងរៀបចំខ្លួន</h1>
  <p lang="en">Chamka is getting ready</p>
  <progress max="100" value="${percent}" aria-label="${km} · ${en}"></progress>
  <p role="status">${km} · ${percent}%</p>
  <p lang="en">${en}</p>
  <p style="margin-top: 1.5rem">ទំព័រនេះនឹងបើកដោយខ្លួនឯង នៅពេលរួចរាល់។</p>
  <p lang="en">This page opens by itself when everything is ready.</p>
</main>
</html>
`
}
