import { t } from '../lang.js';

/** @typedef {import('./counter.js').Counter} Counter */

const NAME = 'comanda.idle';
/** Minutes; 0 is never. */
const CHOICES = [5, 15, 0];
const MINUTE_MS = 60_000;

/** After how many minutes without a touch a register asks for a PIN again. */
export function idleMinutes() {
  const kept = Number(localStorage.getItem(NAME) ?? CHOICES[0]);
  return CHOICES.includes(kept) ? kept : CHOICES[0];
}

/** The next choice. */
export function turnIdle() {
  const next = CHOICES[(CHOICES.indexOf(idleMinutes()) + 1) % CHOICES.length];
  localStorage.setItem(NAME, String(next));
}

/**
 * Locks a register that nobody touches; the cart stays with whoever opened it. Only where people
 * sign in by PIN: a password is too much for each coffee. Never in the middle of a payment, and not
 * without a server, which alone could let anybody in again.
 *
 * @param {Counter} counter
 */
export function lockWhenIdle(counter) {
  let touched = performance.now();
  for (const type of ['pointerdown', 'keydown']) {
    addEventListener(type, () => { touched = performance.now(); }, true);
  }
  setInterval(() => {
    const { session, door, offline, checkout } = counter;
    const minutes = idleMinutes();
    const idle = minutes > 0 && performance.now() - touched >= minutes * MINUTE_MS;
    const free = checkout.phase === 'selling' || checkout.phase === 'done';
    if (idle && session && door.device && free && !offline.active) {
      counter.leave().then(left => left && door.ask(t('door.idle')));
    }
  }, MINUTE_MS / 4);
}
