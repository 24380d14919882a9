import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';

/** @typedef {import('../room.js').Room} Room */
/** @typedef {import('../charge.js').RoomSession} RoomSession */

/** What is unfolded below the buttons. @param {Room} room @param {RoomSession} session */
export function unfoldedView(room, session) {
  switch (room.panel) {
    case 'move':
      return moveView(room, session);
    case 'cancel':
      return cancelView(room, session);
    default:
      return nothing;
  }
}

/** @param {Room} room @param {'move' | 'cancel'} panel @param {'move' | 'close'} name */
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
  const needsApproval = room.session?.staff.role === 'cashier';
  return html`<div class="editor void"><p>${t('room.cancel.text')}</p>
    <form @submit=${event => {
      event.preventDefault();
      const { reason, username, pin } = Object.fromEntries(new FormData(event.target));
      room.cancel(session, String(reason).trim(),
          needsApproval ? { username: String(username).trim(), pin } : undefined);
    }}>
      <label>${t('void.reason')} <input class="unfolded" name="reason" required maxlength="200"
        autocomplete="off"></label>
      ${needsApproval ? html`<p class="hint">${t('approval.why')}</p>
        <label>${t('approval.name')} <input name="username" required autocomplete="off"></label>
        <label>${t('pin')} <input name="pin" type="password" required inputmode="numeric"
          pattern="[0-9]{4,12}" autocomplete="off"></label>` : nothing}
      <button class="danger">${t('room.cancel.do')}</button>
    </form></div>`;
}
