import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import { correctView } from './correcting.js';

/** @typedef {import('../room.js').Room} Room */
/** @typedef {import('../charge.js').RoomSession} RoomSession */

/** What is unfolded below the buttons. @param {Room} room @param {RoomSession} session */
export function unfoldedView(room, session) {
  switch (room.panel) {
    case 'move':
      return moveView(room, session);
    case 'cancel':
      return cancelView(room, session);
    case 'correct':
      return correctView(room, session);
    default:
      return nothing;
  }
}

/** @param {Room} room @param {'move' | 'cancel' | 'correct'} panel
 *  @param {'move' | 'close' | 'note'} name */
export function unfoldButton(room, panel, name) {
  const open = room.panel === panel;
  return html`<button aria-expanded=${String(open)} @click=${() => room.unfold(open ? '' : panel)}>
    ${icon(name)}${t(`room.do.${panel}`)}</button>`;
}

/** The seats that are free and large enough. @param {Room} room @param {RoomSession} session */
function moveView(room, session) {
  const { guests } = room;
  const free = guests.shown.filter(seat => seat.active && !guests.at(seat.code)
      && seat.capacity >= session.people);
  return html`<div class="editor"><fieldset><legend>${t('room.move.where')}</legend>
    <div class="chips">${free.map(seat => html`<button class="chip unfolded"
      @click=${() => room.move(session, seat.code)}>${seat.code}</button>`)}
      ${free.length === 0 ? html`<span class="hint">${t('room.full')}</span>` : nothing}</div>
  </fieldset></div>`;
}

/** Nobody pays: why, and by a cashier a manager's PIN. @param {Room} room */
function cancelView(room, session) {
  return html`<div class="editor void"><p>${t('room.cancel.text')}</p>
    <form @submit=${event => {
      event.preventDefault();
      const typed = Object.fromEntries(new FormData(event.target));
      room.cancel(session, { reason: String(typed.reason).trim(), ...approvalOf(typed) });
    }}>
      <label>${t('void.reason')} <input class="unfolded" name="reason" required maxlength="200"
        autocomplete="off"></label>
      ${approvalFields(room)}
      <button class="danger">${t('room.cancel.do')}</button>
    </form></div>`;
}

/** Who takes responsibility, where a cashier may not do it alone. @param {Room} room */
export function approvalFields({ session }) {
  return session?.staff.role !== 'cashier' ? nothing : html`<p class="hint">${t('approval.why')}</p>
    <label>${t('approval.name')} <input name="username" required autocomplete="off"></label>
    <label>${t('pin')} <input name="pin" type="password" required inputmode="numeric"
      pattern="[0-9]{4,12}" autocomplete="off"></label>`;
}

/** As it was typed there. @param {Record<string, any>} typed */
export function approvalOf({ username, pin }) {
  return username === undefined ? {} : { approval: { username: username.trim(), pin } };
}
