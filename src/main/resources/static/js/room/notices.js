import { t } from '../lang.js';
import { sentence } from '../ui/problems.js';

/** @typedef {import('../ui/notice.js').Notice} Notice */
/** @typedef {import('./room.js').Room} Room */

/** What only the cashier mends: by signing in, or by what a manager types. */
const NO_STEP = new Set(['unauthenticated', 'approval-required', 'approval-refused']);

/**
 * The one thing that the cashier should know now, and the next step out of it.
 *
 * @param {Room} room
 * @returns {Notice | null}
 */
export function noticeOf(room) {
  const { checkout, ticket, format, till } = room;
  const { outcome, phase } = checkout;
  if (outcome?.kind === 'refused') {
    const { answer } = outcome;
    const amount = format.money(checkout.total);
    const step = phase !== 'paying' || NO_STEP.has(answer.slug) ? undefined
        : { label: answer.slug === 'price-changed' ? t('pay', { amount }) : t('again'),
          run: () => checkout.pay() };
    return { kind: 'bad', text: sentence(answer), step };
  }
  if (outcome?.kind === 'absent') {
    return { kind: 'bad', text: t('absent') };
  }
  if (ticket.problem && !ticket.empty) {
    return { kind: 'bad', text: sentence(ticket.problem),
      step: { label: t('again'), run: () => till.charge(ticket.session) } };
  }
  return room.said;
}
