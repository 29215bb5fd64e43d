import { m } from '#ui/words/compiled/messages.js'
import { Trouble } from '../office.ts'

/** Sends a recording on its own road: its name, or why it was not taken. */
export async function sendSound(blob: Blob): Promise<{ digest: string } | { trouble: string }> {
  const response = await fetch('/api/sounds', {
    method: 'POST',
    headers: { 'content-type': blob.type.split(';')[0] || 'application/octet-stream' },
    body: blob,
  }).catch(() => undefined)
  const body = await response?.json().catch(() => ({}))
  if (response?.ok) return { digest: (body as { digest: string }).digest }
  return { trouble: new Trouble(response?.status, body ?? {}).message || m.sounds_not_sent() }
}
