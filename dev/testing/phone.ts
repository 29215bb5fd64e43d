/**
 * A phone in somebody's hand: the whole device side, with the door of a story at the other end of a
 * network that can be switched off, lose an answer, or meet a server in trouble.
 */
import { generateKeyPairSync } from 'node:crypto'
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import { voucherSealWith } from '#capabilities/vouchers/voucher.seal.store.ts'
import type { Player } from '#dev/cast.ts'
import type { Play } from '#dev/testing/programme.ts'
import type { Actor } from '#door/actor.ts'
import { beginning, type Cursor, type Pack, type Page } from '#door/document.ts'
import type { Envelope } from '#door/envelope.ts'
import type { Key } from '#door/key.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import { boxesWith } from '#server/boxes.ts'
import { openPackShelf, type ShelvedPack } from '#server/documents/pack-shelf.ts'
import { costOf, packNamed, pull } from '#server/pull.ts'
import { type FieldEngine, openEngine } from '#sync/engine.ts'
import { openNetwork } from '#sync/network.ts'
import { inMemory, type Storage } from '#sync/storage.ts'
import type { Failure, Transport } from '#sync/transport.ts'

export interface Phone {
  readonly engine: FieldEngine
  readonly storage: Storage
  readonly transport: Transport
  /** What the road does to the next requests; each is used once. */
  readonly trouble: Trouble[]
  /** Every delivery that reached the door. */
  readonly deliveries: (readonly Envelope[])[]
  isOffline: boolean
  /** Whose session it is: somebody else may have signed in on it. */
  carrier: Key
  ask<Name extends CommandName>(name: Name, about: Key, input: InputOf<Name>): Promise<Envelope>
  /** The same phone after its battery went flat. */
  restarted(): Promise<Phone>
}

const { privateKey } = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
  publicKeyEncoding: { format: 'pem', type: 'spki' },
})
/** The seal of the programmes of stories. */
export const voucherSeal = voucherSealWith(privateKey, 1)
/** What phones in stories seal to. */
export const boxes = boxesWith(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  1,
)

/** What a phone of this person is told that holds nothing, with every pack behind it. */
export async function heldFrom(play: Play, actor: Actor, cursor: Cursor = beginning): Promise<Page & { held: Pack[] }> {
  const office = officeOf(play)
  const pulled = await pull(actor, { cursor, seen: '', index: true, again: [] }, office)
  if (!('page' in pulled)) throw new Error(`nothing was told: ${JSON.stringify(pulled)}`)
  const packs = await Promise.all((pulled.page.packs ?? []).map(({ digest }) => packNamed(digest, actor, office)))
  const held = await Promise.all(packs.map(async (pack) => packIn(pack!)))
  return { ...pulled.page, held }
}

/** The office's half of a reading, without HTTP. */
export function officeOf(play: Play) {
  return {
    pool: play.pool,
    voucherSeal,
    boxKey: boxes.key,
    shelf: openPackShelf(),
    documentsMax: 6_000,
    wordKey: Buffer.alloc(32),
  }
}

async function packIn({ body }: ShelvedPack): Promise<Pack> {
  return JSON.parse(Buffer.from((await body.as('')).bytes).toString('utf8'))
}

/** An answer that is lost on the way back, or a failure before anything was decided. */
export type Trouble = 'answer-lost' | Failure

/** What a phone has that most do not; `road` is what lies between it and the office. */
type More = Pick<Parameters<typeof openEngine>[0], 'vault' | 'isUnasked'> & {
  readonly road?: (transport: Transport) => Transport
}

/** `onTheWay` is what somebody between the office and the phone makes of a page. */
export async function phoneOf(
  play: Play,
  player: Pick<Player, 'key'>,
  storage = inMemory(),
  onTheWay: (page: Page) => Page = (page) => page,
  { road = (transport) => transport, ...more }: More = {},
): Promise<Phone> {
  const phone: Pick<Phone, 'isOffline' | 'carrier'> = {
    isOffline: false,
    carrier: player.key,
  }
  const trouble: Trouble[] = []
  const deliveries: (readonly Envelope[])[] = []
  const loadProgrammes = programmesOver()
  const office = officeOf(play)
  const serverTime = () => play.timeSeal.tell(play.now().toISOString())

  const transport: Transport = {
    async deliver(carried) {
      if (phone.isOffline) return { failed: 'network' }
      const next = trouble.shift()
      if (next && next !== 'answer-lost') return next
      const envelopes = (await Promise.all(carried.map(boxes.unboxed))) as Envelope[]
      deliveries.push(envelopes)
      const answers = await Promise.all(
        envelopes.map((envelope) =>
          play.door.ask(envelope, phone.carrier).then(
            (answer) => ({ answer }),
            () => ({ problem: 'bug' as const }),
          ),
        ),
      )
      return next === 'answer-lost' ? { failed: 'network' } : { told: answers, serverTime: serverTime() }
    },

    async pull(question) {
      const actor = await carrierHere()
      if (!actor) return { failed: phone.isOffline ? 'network' : 'signed-out' }
      const pulled = await pull(actor, { ...question, again: [...question.again] }, office)
      if ('nothingNew' in pulled) return { seen: pulled.seen }
      if ('tooMuch' in pulled) return { failed: 'too-much' }
      if (!('page' in pulled)) return { failed: 'rejected', problem: 'unreadable' }
      const travelled = JSON.parse(JSON.stringify(pulled.page)) as Page
      return { page: onTheWay(travelled), serverTime: serverTime() }
    },

    async pack(digest) {
      const actor = await carrierHere()
      const pack = actor && (await packNamed(digest, actor, office))
      if (!pack) return { failed: 'network' }
      return { pack: await packIn(pack) }
    },

    async cost() {
      const actor = await carrierHere()
      if (!actor) return { failed: phone.isOffline ? 'network' : 'signed-out' }
      const cost = await costOf(actor, office)
      return 'tooMuch' in cost ? { failed: 'too-much' } : cost
    },
  }

  /** Whoever is signed in on it, if it is heard at all. */
  async function carrierHere() {
    if (phone.isOffline) return undefined
    const actors = await loadActors(
      [phone.carrier],
      play.now().toISOString(),
      await loadProgrammes(play.pool),
      play.pool,
    )
    return actors.get(phone.carrier)
  }

  let isFlat = false
  const engine = await openEngine({
    storage: {
      ...storage,
      write: (changes) => (isFlat ? Promise.reject(new Error('the battery is flat')) : storage.write(changes)),
    },
    network: openNetwork(() => Promise.reject(new Error('photos are not sent in stories'))),
    transport: road(transport),
    person: player.key,
    ...more,
    ticks: () => play.now().getTime(),
    chance: () => 0.5,
  })
  play.endWithStory(() => void engine.close())
  if (engine.device.isNew) {
    const { key, publicKey } = engine.device
    await play.as(player).does('device.enrol', key, { publicKey, label: 'A phone in a story' })
    await engine.device.keep()
  }
  await engine.sync()

  return Object.assign(phone, {
    engine,
    storage,
    transport,
    trouble,
    deliveries,
    async ask<Name extends CommandName>(name: Name, about: Key, input: InputOf<Name>) {
      const envelope = await engine.ask(name, about, input)
      await engine.sync()
      return envelope
    },
    async restarted() {
      isFlat = true
      engine.close().catch(() => {})
      return phoneOf(play, player, storage, onTheWay, { road, ...more })
    },
  })
}
