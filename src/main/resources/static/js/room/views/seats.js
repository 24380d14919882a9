import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import { walk } from '../../ui/walk.js';
import { amountNow, minutes, unsure } from '../charge.js';
import { forgotten, forgottenBadge } from './attention.js';

/** @typedef {import('../room.js').Room} Room */
/** @typedef {import('../guests.js').Seat} Seat */
/** @typedef {import('../charge.js').RoomSession} RoomSession */

const KINDS = /** @type {const} */ (['desk', 'table', 'room']);

/** Every seat, who is there and what it costs by now. @param {Room} room */
export function seatsView(room) {
  const { guests } = room;
  const { shown, unpaid } = guests;
  const free = shown.filter(seat => !guests.at(seat.code)).length;
  return html`<section class="seats" aria-label=${t('room.seats')}>
    <p class="tally" role="status">${!guests.known ? t('loading')
      : shown.length === 0 ? t('room.none')
        : html`<b>${t('room.free', { n: free })}</b> ${t('room.of', { n: shown.length })}`}
      ${forgottenView(room)}</p>
    <div class="floor" @keydown=${event => walk(event, '.seat')}>
      ${KINDS.map(kind => ofKind(room, kind, shown.filter(seat => seat.kind === kind)))}
      ${unpaid.length > 0 ? html`<h2>${t('room.unpaid')}</h2>
        <div class="grid">${repeat(unpaid, ({ id }) => id, session => unpaidView(room, session))}
        </div>` : nothing}
    </div>
  </section>`;
}

/** How many nobody has ended; touched, it leads to the first. @param {Room} room */
function forgottenView(room) {
  const { guests } = room;
  const late = guests.shown.map(seat => guests.at(seat.code))
      .filter(session => session && forgotten(session));
  return late.length === 0 ? nothing : html`<button class="late"
    @click=${() => room.choose(late[0].seat)}>${icon('alert')}
    ${t('room.forgotten', { n: late.length })}</button>`;
}

/** @param {Room} room @param {Seat['kind']} kind @param {Seat[]} seats */
function ofKind(room, kind, seats) {
  return seats.length === 0 ? nothing : html`<h2>${t(`room.kind.${kind}`)}</h2>
    <div class="grid">${repeat(seats, ({ code }) => code, seat => seatView(room, seat))}</div>`;
}

/** @param {Room} room @param {Seat} seat */
function seatView(room, seat) {
  const { guests } = room;
  const session = guests.at(seat.code);
  const state = !session ? 'free' : forgotten(session) ? 'taken forgotten' : 'taken';
  return html`<button class="seat ${state}" data-seat=${seat.code}
      aria-pressed=${String(session ? room.guest === session : room.chosen === seat.code)}
      ?disabled=${!guests.known}
      @click=${() => room.choose(seat.code)}>
    <span class="code">${icon(seat.kind)}${seat.code}
      ${seat.capacity > 1 ? html`<small>${icon('people')}${session ? `${session.people}/`
        : nothing}${seat.capacity}</small>` : nothing}
    </span>
    ${session ? guestLines(room, session) : html`<span class="who">${t('room.is-free')}</span>
      <span class="foot"><span>${seat.name}</span></span>`}
  </button>`;
}

/** @param {Room} room @param {RoomSession} session */
function guestLines({ guests, format }, session) {
  const { now } = guests;
  const late = unsure(session, now);
  return html`<span class="who">${session.guestName}</span>${forgottenBadge(session)}
    <span class="foot"><span>${format.duration(minutes(session, now))}</span>
      <b class="sum">${late ? t('room.from', { amount: format.money(amountNow(session, now)) })
        : format.money(amountNow(session, now))}</b></span>`;
}

/** @param {Room} room @param {RoomSession} session */
function unpaidView(room, session) {
  return html`<button class="seat unpaid" aria-pressed=${String(room.chosen === session.id)}
      @click=${() => room.choose(session.id)}>
    <span class="code">${icon('clock')}${session.seat}</span>
    ${guestLines(room, session)}
  </button>`;
}
