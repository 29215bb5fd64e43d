import { Link, useParams } from '@tanstack/react-router'
import { categoryOn, type Household, headOf } from '#capabilities/households/household.ts'
import { dueOn, type Proposal } from '#capabilities/proposals/proposal.ts'
import type { VoucherState } from '#capabilities/vouchers/voucher.ts'
import { packageOf, reasonOf, type Window } from '#capabilities/windows/window.ts'
import { Amount } from '#ui/Amount.tsx'
import { Clock } from '#ui/Clock.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { numberText } from '#ui/numbers.ts'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { contributionWords, povertyWords, tierWords, unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { may, useMe } from '../me.ts'
import { RecordPhotos } from '../photos/RecordPhotos.tsx'
import { PlaceName, PlaceNames } from '../places.tsx'
import { today, useRead } from '../reading.tsx'
import { Actions } from './Actions.tsx'
import { Prices } from './Prices.tsx'
import { doubtWords } from './words.ts'

/** Everything that speaks for and against one request, and what may be done about it. */
export function ProposalScreen() {
  const language = useLanguage()
  const me = useMe()
  const { key } = useParams({ strict: false }) as { key: string }
  const proposal = useRecord<Proposal>('proposal', key)
  const window = useRecord<Window>('window', proposal && proposal !== 'not-yet' ? proposal.window : '')
  const household = useRecord<Household>('household', proposal && proposal !== 'not-yet' ? proposal.household : '')
  const vouchers = useRead<{ key: string; serial: string; state: VoucherState }[]>(
    'voucher.ofProposal',
    { proposal: key },
    may(me, 'voucher.read'),
  )
  useTitle(m.proposal_title())

  if (proposal === 'not-yet' || window === 'not-yet') return <Waiting />
  if (!proposal || !window) {
    return (
      <Empty title={m.proposal_none()} picture="question">
        <p className="quiet">{m.refusal_record_not_found()}</p>
      </Empty>
    )
  }

  const home = household === 'not-yet' ? undefined : household
  const head = home && headOf(home)
  const name = head && (language === 'km' ? (head.nameKm ?? head.nameLatin) : (head.nameLatin ?? head.nameKm))
  const wanted = packageOf(window, proposal.package)
  // Once a voucher is issued nobody is waited for here any more.
  const due = vouchers.data && vouchers.data.length > 0 ? undefined : dueOn(proposal, window)
  return (
    <PlaceNames codes={[proposal.place]}>
      <div className="page">
        <div className="page__head">
          <div>
            <p className="quiet">
              {window.names[language]} · <PlaceName code={proposal.place} levels={4} />
            </p>
            <h1>{name ?? m.proposal_title()}</h1>
            <p className="row">
              <StateBadge noun="proposal" state={proposal.state} />
              {due && (
                <>
                  <Clock since={proposal.since} dueOn={due} today={today()} />
                  <span className="note">
                    {m.review_with({
                      who: wordFor(
                        tierWords,
                        proposal.state === 'approved' ? window.verifyTier : proposal.tier,
                        language,
                      ),
                    })}
                  </span>
                </>
              )}
              {proposal.sampled && <Badge tone="going">{m.proposal_sampled()}</Badge>}
              {proposal.doubts.map((doubt) => (
                <Badge key={doubt} tone="waiting">
                  {wordFor(doubtWords, doubt, language)}
                </Badge>
              ))}
            </p>
          </div>
        </div>

        <div className="columns">
          <div className="columns__main">
            <section className="panel">
              <h2>{m.proposal_wish()}</h2>
              <p className="lead">
                {wanted?.names[language] ?? proposal.package} × {numberText(proposal.quantity)}
              </p>
              <Prices proposal={proposal} window={window} />
            </section>

            <section className="panel">
              <h2>{m.proposal_plan()}</h2>
              <dl className="facts">
                <dt>{m.field_cycle_days()}</dt>
                <dd>{numberText(proposal.plan.cycleDays)}</dd>
                <dt>{m.field_yield()}</dt>
                <dd>
                  {numberText(proposal.plan.yield)} {wordFor(unitWords, proposal.plan.yieldUnit, language)}
                </dd>
                <dt>{m.field_sales()}</dt>
                <dd>
                  <Amount money={{ currency: 'KHR', minor: proposal.plan.sales }} />
                </dd>
                <dt>{m.field_own_cost()}</dt>
                <dd>
                  <Amount money={{ currency: 'KHR', minor: proposal.plan.ownCost }} />
                </dd>
                <dt>{m.field_contribution()}</dt>
                <dd>{wordFor(contributionWords, proposal.contribution, language)}</dd>
                {proposal.plan.note && (
                  <>
                    <dt>{m.field_note()}</dt>
                    <dd>{proposal.plan.note}</dd>
                  </>
                )}
              </dl>
            </section>

            <RecordPhotos
              noun="proposal"
              of={proposal.key}
              digests={[...proposal.photos, proposal.verification?.photo]}
            />
            <section className="panel">
              <h2>{m.proposal_history()}</h2>
              <Answers proposal={proposal} window={window} />
              {may(me, 'journal.read') && (
                <History keys={[proposal.key, ...(vouchers.data ?? []).map((one) => one.key)]} />
              )}
            </section>
          </div>

          <div className="columns__side">
            <section className="panel panel--do">
              <h2>{m.proposal_do()}</h2>
              <Actions proposal={proposal} window={window} />
            </section>

            <section className="panel">
              <h2>{m.field_household()}</h2>
              {home ? (
                <>
                  <dl className="facts">
                    <dt>{m.proposal_status_then()}</dt>
                    <dd>
                      {wordFor(povertyWords, proposal.category, language)} ·{' '}
                      {m.proposal_share({ percent: proposal.percent })}
                    </dd>
                    <dt>{m.proposal_status_now()}</dt>
                    <dd>{wordFor(povertyWords, categoryOn(home, today()), language)}</dd>
                    <dt>{m.household_registered()}</dt>
                    <dd>
                      <DayText day={home.registeredOn} />
                    </dd>
                    {home.suspects.length > 0 && (
                      <>
                        <dt>{m.household_suspicion()}</dt>
                        <dd>
                          <Badge tone="bad">{m.household_suspected({ count: home.suspects.length })}</Badge>
                        </dd>
                      </>
                    )}
                  </dl>
                  <Link to="/households/$key" params={{ key: proposal.household }}>
                    {m.household_open()}
                  </Link>
                </>
              ) : (
                <p className="quiet">{m.proposal_household_hidden()}</p>
              )}
            </section>

            {vouchers.data && vouchers.data.length > 0 && (
              <section className="panel">
                <h2>{m.voucher_title()}</h2>
                {vouchers.data.map((voucher) => (
                  <p key={voucher.key} className="row">
                    <Link to="/vouchers/$key" params={{ key: voucher.key }}>
                      {voucher.serial}
                    </Link>
                    <StateBadge noun="voucher" state={voucher.state} />
                  </p>
                ))}
              </section>
            )}
          </div>
        </div>
      </div>
    </PlaceNames>
  )
}

/** Why it was returned or turned down, and what the farmer was told to do next. */
function Answers({ proposal, window }: { proposal: Proposal; window: Window }) {
  const language = useLanguage()
  const told = [...proposal.returns, ...proposal.rejections].sort((one, other) => (one.at < other.at ? -1 : 1))
  return (
    <>
      {told.map(({ at, code, note }) => {
        const reason = reasonOf(window, code)
        return (
          <blockquote key={at} className="answer">
            <p>
              <strong>{reason?.names[language] ?? code}</strong> · <InstantText at={at} />
            </p>
            {reason && <p className="quiet">{reason.next[language]}</p>}
            {note && <p>{note}</p>}
          </blockquote>
        )
      })}
      {proposal.appeal && (
        <blockquote className="answer">
          <p>
            <strong>{m.proposal_appeal()}</strong> · <InstantText at={proposal.appeal.at} />
          </p>
          <p>{proposal.appeal.note}</p>
          {proposal.appeal.reply && <p className="quiet">{proposal.appeal.reply}</p>}
        </blockquote>
      )}
    </>
  )
}
