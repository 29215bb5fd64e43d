/** One voice at a time: whoever begins to speak silences whoever spoke. */
export interface Playing {
  stop(): void
}

let playing: Playing | undefined

/** Plays recordings one after another. `onEnd` is told once, whether they were heard out, stopped or cannot be played. */
export function play(files: readonly (() => Promise<Blob | undefined>)[], onEnd: () => void): Playing {
  playing?.stop()
  const audio = new Audio()
  const waiting = [...files]
  let address: string | undefined
  let isOver = false

  const mine: Playing = { stop: end }
  playing = mine
  audio.addEventListener('ended', () => void next())
  audio.addEventListener('error', end)
  void next()
  return mine

  async function next(): Promise<void> {
    const open = waiting.shift()
    const sound = open && (await open().catch(() => undefined))
    if (isOver) return
    if (!sound) return end()
    if (address) URL.revokeObjectURL(address)
    address = URL.createObjectURL(sound)
    audio.src = address
    await audio.play().catch(end)
  }

  function end(): void {
    if (isOver) return
    isOver = true
    audio.pause()
    if (address) URL.revokeObjectURL(address)
    if (playing === mine) playing = undefined
    onEnd()
  }
}
