/** Where the product answers. The server reads all settings; these two are needed before it can run. */
import { Sentence } from './sentence.mjs'

export function readAddress() {
  const port = process.env.PORT || '8080'
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535)
    throw new Sentence('The settings do not fit: PORT must be a number from 1 to 65535.')
  return { host: process.env.HOST || '127.0.0.1', port: Number(port) }
}
