/** The phone's own camera in a video element of ours: nothing of it passes through another app or its gallery. */
export type CameraTrouble = 'forbidden' | 'none'

export interface Stream {
  readonly opened: Promise<'open' | CameraTrouble>
  close(): void
}

export function openStream(video: HTMLVideoElement, wanted: MediaTrackConstraints = {}): Stream {
  let isWanted = true
  let stream: MediaStream | undefined
  return {
    opened: open(),
    close() {
      isWanted = false
      stop()
    },
  }

  async function open(): Promise<'open' | CameraTrouble> {
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', ...wanted },
        audio: false,
      })
      // Whoever left while permission was asked is not filmed.
      if (!isWanted) {
        stop()
        return 'none'
      }
      video.srcObject = stream
      await video.play()
      return 'open'
    } catch (error) {
      stop()
      return (error as Error).name === 'NotAllowedError' ? 'forbidden' : 'none'
    }
  }

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop()
  }
}
