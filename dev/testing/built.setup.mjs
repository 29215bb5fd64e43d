/** What a browser opens is built once, as people get it, before the first test of a run that opens one. */
import { prepare } from '../launch/prepare.mjs'

export const setup = () => prepare()
