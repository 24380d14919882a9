import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import * as charge from '../charge.js';
import { approvalFields, approvalOf } from './leaving.js';

/** @typedef {import('../room.js').Room} Room */
/** @typedef {import('../charge.js').RoomSession} RoomSession */

/** Figures that are wrong, and why. @param {Room} room @param {RoomSession} session */
export function correctView(room, session) {
  const { format, guests } = room;
  const time = (name, instant) => html`<label>${t(`room.correct.${name}`)}
    <input class=${name === 'startedAt' ? 'unfolded' : nothing} name=${name} type="datetime-local"
      value=${instant ? format.local(instant) : ''}></label>`;
  return html`<div class="editor correct"><form @submit=${event => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.target));
    room.correct(session, { ...wish(format, session, typed), ...approvalOf(typed) });
  }}>
    ${time('startedAt', session.startedAt)}
    ${time('endedAt', session.endedAt)}
    <label>${t('room.correct.amount')} <input name="amount" inputmode="decimal" autocomplete="off"
      pattern="[0-9.,]*" placeholder=${format.amount(charge.timeAmount(session, guests.now))}>
    </label>
    <label>${t('void.reason')} <input name="reason" required maxlength="200" autocomplete="off">
    </label>
    ${approvalFields(room)}
    <button>${t('room.correct.do')}</button>
  </form></div>`;
}

/** Only what differs: the minute that is shown is not the instant that is known. */
function wish(format, session, { startedAt, endedAt, amount, reason }) {
  const moved = (typed, known) => typed && typed !== (known && format.local(known))
    ? format.instant(typed) : undefined;
  return { startedAt: moved(startedAt, session.startedAt),
    endedAt: moved(endedAt, session.endedAt),
    amount: amount.trim() === '' ? undefined : format.parse(amount) ?? undefined,
    reason: reason.trim() };
}
