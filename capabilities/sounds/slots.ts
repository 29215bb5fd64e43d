/** What can be said, by name: a message of a screen, the name of an item, a piece of a number. */

/** `message/phone_voucher_title`, `item/chick`, `number/30`. */
export type Slot = string

export function messageSlot(message: string): Slot {
  return `message/${message}`
}

export function itemSlot(code: string): Slot {
  return `item/${code}`
}
