/** Everything that has to be there before anything of ours can run: the packages and what is built of the sources. */
import { isEnding, startNode } from './children.mjs'
import { install, installedSize, isInstalled } from './install.mjs'
import { Sentence } from './sentence.mjs'
import { product, staleAmong } from './sources.mjs'
import { endSteps, seconds, showStep } from './terminal.mjs'

const steps = {
  install: { km: 'កំពុងដំឡើងកញ្ចប់កម្មវិធី', en: 'Installing packages' },
  build: { km: 'កំពុងផ្គុំកម្មវិធី', en: 'Building' },
}

/** @param page the progress page, if somebody waits at the address. */
export async function prepare(page, wanted = product) {
  const show = (step) => (done, total) => {
    page?.show(step, done, total)
    showStep(step.en, done, total)
  }
  if (!isInstalled()) {
    const since = Date.now()
    await install(show(steps.install))
    if (isEnding()) return
    endSteps()
    console.error(`Installed in ${seconds(since)}: ${installedSize()} MB.`)
  }

  const stale = staleAmong(wanted)
  if (stale.length > 0) {
    const since = Date.now()
    const child = startNode(['build.mjs', ...stale])
    child.on('message', ({ kind, done, total }) => kind === 'progress' && show(steps.build)(done, total))
    const { code } = await child.ended
    if (isEnding()) return
    endSteps()
    if (code !== 0) throw new Sentence('The build failed, as said above.')
    console.error(`Built in ${seconds(since)}: ${stale.join(', ')}.`)
  }
}
