import { Trouble } from '../office.ts'

/** Sends a photo on its own road. Says what is wrong, or nothing once it is kept. */
export async function sendPhoto(home: string, { blob }: { blob: Blob }): Promise<string | undefined> {
  const response = await fetch(`/api/files/${home}`, {
    method: 'POST',
    headers: { 'content-type': blob.type },
    body: blob,
  }).catch(() => undefined)
  if (response?.ok) return undefined
  const body = await response?.json().catch(() => ({}))
  return new Trouble(response?.status, body ?? {}).message
}
