import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import * as charge from '../charge.js';
import { attentionView, correctionsView } from './attention.js';
import { extrasView } from './extras.js';
import { seatsAgain } from './people.js';
import { unfoldButton, unfoldedView } from './leaving.js';

/** @typedef {import('../room.js').Room} Room */
/** @typedef {import('../charge.js').RoomSession} RoomSession */

/**
 * Who sits there, what it costs by now, and what can be done.
 *
 * @param {Room} room @param {RoomSession} session
 */
export function guestView(room, session) {
  const { guests, format } = room;
  const { now } = guests;
  const seated = session.status === 'active';
  const capacity = guests.seats.find(({ code }) => code === session.seat)?.capacity ?? 1;
  return html`<section class="ticket guest" aria-label=${t('room.guest')}>
    <header>${seatsAgain(room)}<h2>${session.guestName}</h2>
      <span class="badge good">${session.seat}</span></header>
    <div class="middle">${attentionView(room, session)}${factsView(room, session)}
    ${extrasView(room, session)}
    <div class="deeds">
      ${seated && capacity > 1 ? html`<span class="stepper" role="group"
          aria-label=${t('room.people')}>
        <button ?disabled=${session.people < 2} aria-label=${t('room.people.less')}
          @click=${() => room.people(session, session.people - 1)}>${icon('minus')}</button>
        <output>${icon('people')}${session.people}</output>
        <button ?disabled=${session.people >= capacity} aria-label=${t('room.people.more')}
          @click=${() => room.people(session, session.people + 1)}>${icon('plus')}</button>
      </span>` : nothing}
      ${seated ? html`${unfoldButton(room, 'move', 'move')}
        <button @click=${() => room.finish(session)}>${icon('clock')}${t('room.do.finish')}
        </button>` : nothing}
      ${unfoldButton(room, 'correct', 'note')}${unfoldButton(room, 'cancel', 'close')}
    </div>
    ${unfoldedView(room, session)}</div>
    <footer>
      <dl class="sums">
        <div><dt>${t('room.time')}</dt>
          <dd>${format.money(charge.timeAmount(session, now))}</dd></div>
        ${session.extras.length > 0 ? html`<div><dt>${t('room.extras')}</dt>
          <dd>${format.money(charge.extrasAmount(session))}</dd></div>` : nothing}
      </dl>
      <p class="total"><span>${t('room.now')}</span>
        <output>${format.money(charge.amountNow(session, now))}</output></p>
      <button id="charge" class="primary" ?disabled=${room.checkout.blocked}
        @click=${() => room.till.charge(session)}>${t('charge')} <kbd>F9</kbd></button>
    </footer>
  </section>`;
}

/** @param {Room} room @param {RoomSession} session */
function factsView(room, session) {
  const { guests, format } = room;
  const { now } = guests;
  const next = charge.nextStep(session, now);
  const tariff = guests.tariffs.find(({ code }) => code === session.tariff);
  return html`<dl class="facts">
    <div><dt>${t('room.since')}</dt><dd>${format.time(session.startedAt)}${session.endedAt
      ? ` – ${format.time(session.endedAt)}` : nothing} ·
      <b>${format.duration(charge.minutes(session, now))}</b></dd></div>
    <div><dt>${t('room.tariff')}</dt><dd>${tariff?.rules.name ?? session.tariff}</dd></div>
    ${next ? html`<div><dt>${t('room.next', { time: format.time(next.at) })}</dt>
      <dd>${format.money(next.amount)}</dd></div>` : nothing}
    ${charge.unsure(session, now) ? html`<div><dt>${t('room.next.unknown')}</dt>
      <dd>${t('room.next.at-checkout')}</dd></div>` : nothing}
    ${correctionsView(room, session)}
  </dl>`;
}
