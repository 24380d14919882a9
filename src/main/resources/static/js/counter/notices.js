import { t } from '../lang.js';
import { newer } from '../ui/newer.js';
import { sentence } from '../ui/problems.js';

/** @typedef {import('../ui/notice.js').Notice} Notice */
/** @typedef {import('./counter.js').Counter} Counter */

/**
 * The one thing that the cashier should know now, and the next step out of it.
 *
 * @param {Counter} counter
 * @returns {Notice | null}
 */
export function noticeOf(counter) {
  const { checkout, ticket, shelf, history, view } = counter;
  if (!counter.session) {
    return newer();
  }
  if (view === 'orders') {
    return history.notice ?? newer();
  }
  if (checkout.outcome?.kind === 'refused') {
    return refused(counter, checkout.outcome.answer);
  }
  if (checkout.outcome?.kind === 'absent') {
    return { kind: 'bad', text: t('absent') };
  }
  if (ticket.problem && checkout.phase !== 'done') {
    return { kind: 'bad', text: sentence(ticket.problem),
      step: { label: t('again'), run: () => ticket.refresh() } };
  }
  return shelf.notice ?? counter.said ?? newer();
}

/** @param {Counter} counter @param {import('../api.js').Answer} answer @returns {Notice} */
function refused({ checkout, ticket, format }, answer) {
  const text = sentence(answer);
  const step = {
    'price-changed': () => ({ label: t('pay', { amount: format.money(checkout.total) }),
      run: () => checkout.pay() }),
    'out-of-stock': () => ({ label: t('stock.sell-left'),
      run: () => lower(checkout, answer.body.items) }),
    'unknown-product': () => ({ label: t('remove'),
      run: () => lower(checkout, answer.body.items) }),
    'unauthenticated': () => undefined,
    'approval-required': () => undefined,
    'approval-refused': () => undefined,
  }[answer.slug] ?? (() => checkout.phase === 'paying'
    ? { label: t('again'), run: () => checkout.pay() } : undefined);
  return { kind: 'bad', text, step: ticket.empty ? undefined : step() };
}

/** Takes out of the cart what cannot be sold. */
function lower(checkout, items) {
  const left = new Map(items.map(({ sku, available = 0 }) => [sku, Math.max(0, available)]));
  checkout.edit(was => ({ ...was, lines: was.lines.flatMap(line => {
    const quantity = Math.min(line.quantity, left.get(line.sku) ?? line.quantity);
    left.set(line.sku, (left.get(line.sku) ?? line.quantity) - quantity);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  }) }));
  checkout.forget();
}
