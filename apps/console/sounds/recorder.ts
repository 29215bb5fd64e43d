/** The microphone, and what a recording must be before it is kept. */
import { soundBytesMax, soundMillisecondsMax } from '#capabilities/sounds/sound.ts'

export interface Taken {
  readonly blob: Blob
  readonly milliseconds: number
}

export type Unusable = 'unplayable' | 'too-long' | 'too-large'

/** Speech stays clear at this rate, and twenty seconds of it are under the limit. */
const bitsPerSecond = 20_000
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']

/** Rejects where there is no microphone, or where the person does not allow it. */
export async function startRecording(): Promise<{ readonly done: Promise<Blob>; stop(): void }> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } })
  const type = types.find((one) => MediaRecorder.isTypeSupported(one))
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: bitsPerSecond, ...(type ? { mimeType: type } : {}) })
  const parts: Blob[] = []
  const done = new Promise<Blob>((resolve) => {
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop()
      resolve(new Blob(parts, { type: recorder.mimeType }))
    })
  })
  recorder.start()
  return {
    done,
    stop() {
      if (recorder.state !== 'inactive') recorder.stop()
    },
  }
}

/** Measures what was recorded or chosen: a phone must be able to play it, and to fetch it. */
export async function weigh(blob: Blob): Promise<Taken | Unusable> {
  const decoder = new OfflineAudioContext(1, 1, 48_000)
  const decoded = await decoder.decodeAudioData(await blob.arrayBuffer()).catch(() => undefined)
  if (!decoded) return 'unplayable'
  const milliseconds = Math.max(1, Math.round(decoded.duration * 1_000))
  if (milliseconds > soundMillisecondsMax) return 'too-long'
  return blob.size > soundBytesMax ? 'too-large' : { blob, milliseconds }
}
