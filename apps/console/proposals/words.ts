import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'

/** Why something that was proposed offline may have to be turned down. */
export const doubtWords: Record<string, Message> = {
  'window-closed': m.doubt_window_closed,
  'outside-area': m.doubt_outside_area,
  'second-application': m.doubt_second_application,
}
