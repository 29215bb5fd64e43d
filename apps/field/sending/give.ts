/** Hands a file on by whatever the phone offers, else keeps it among the downloads. */
export async function giveFile(work: Blob, day: string): Promise<void> {
  const file = new File([work], `chamka-${day}.chamka`, { type: work.type })
  if (await isShared(file)) return
  const address = URL.createObjectURL(file)
  Object.assign(document.createElement('a'), { href: address, download: file.name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

async function isShared(file: File): Promise<boolean> {
  if (!navigator.canShare?.({ files: [file] })) return false
  return navigator.share({ files: [file] }).then(
    () => true,
    () => false,
  )
}
