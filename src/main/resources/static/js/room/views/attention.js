import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import { minutes } from '../charge.js';

/** @typedef {import('../room.js').Room} Room */
/** @typedef {import('../charge.js').RoomSession} RoomSession */

/** Whether somebody should look: nobody ended it, or the closing time did. */
export function forgotten({ status, overdueSince, autoEnded }) {
  return status === 'active' ? overdueSince !== undefined : autoEnded === true;
}

/** In sight on the seat. @param {RoomSession} session */
export function forgottenBadge(session) {
  return forgotten(session) ? html`<span class="badge warm">${icon('alert')}${t(
    session.autoEnded ? 'room.auto-ended' : 'room.overdue')}</span>` : nothing;
}

/** What is the matter, and the one next step. @param {Room} room @param {RoomSession} session */
export function attentionView(room, session) {
  if (!forgotten(session)) {
    return nothing;
  }
  const { guests, format } = room;
  return html`<div class="attention" role="status">${icon('alert')}
    ${session.autoEnded ? html`<p>${t('room.auto-ended.text',
      { time: format.time(session.endedAt) })}</p>`
      : html`<p>${t('room.overdue.text',
        { time: format.duration(minutes(session, guests.now)) })}</p>
        <button @click=${() => room.unfold('correct', '[name=endedAt]')}>
          ${t('room.overdue.step')}</button>`}
  </div>`;
}

/** What was put right: the old figure stays in sight. @param {Room} room @param {RoomSession} it */
export function correctionsView({ format }, { corrections = [] }) {
  const shown = { startedAt: at => format.time(at), endedAt: at => format.time(at),
    amount: amount => format.money(amount) };
  return corrections.map(({ before, after, reason }) => html`<div class="correction">
    <dt>${t('room.corrected')}</dt><dd>${Object.keys(shown)
      .filter(name => before[name] !== after[name]).map(name => html`<span>
        ${before[name] === undefined ? nothing : html`<del>${shown[name](before[name])}</del>`}
        <ins>${after[name] === undefined ? '–' : shown[name](after[name])}</ins></span>`)}
      <q>${reason}</q></dd></div>`);
}
