/** Whether bytes are a recording that phones play: by what they begin with, never by a name. */
export type AudioType = 'audio/webm' | 'audio/ogg' | 'audio/mp4'

export function audioIn(bytes: Buffer): AudioType | undefined {
  if (bytes.length < 64) return undefined
  const beginning = bytes.toString('latin1', 0, 64)
  if (bytes.readUInt32BE(0) === 0x1a45dfa3 && beginning.includes('webm')) return 'audio/webm'
  if (beginning.startsWith('OggS') && /OpusHead|vorbis/.test(beginning)) return 'audio/ogg'
  if (beginning.startsWith('ftyp', 4)) return 'audio/mp4'
  return undefined
}
