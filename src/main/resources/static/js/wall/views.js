import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { language, t } from '../lang.js';
import { amountNow, minutes, unsure } from '../room/charge.js';
import { icon } from '../ui/icons.js';
import { standingView } from '../ui/standing.js';

/** @typedef {import('./wall.js').Wall} Wall */
/** @typedef {import('../room/guests.js').Seat} Seat */

/** The whole screen. @param {Wall} wall */
export function wallView(wall) {
  const { guests, device } = wall;
  return html`<header class="wall-bar">
      <h1><img src="/icon.svg" alt="" width="40" height="40">${wall.location.name || 'Comanda'}</h1>
      ${guests.live ? clockView(wall) : nothing}
      ${standingView(guests.live)}
    </header>
    ${device.current ? roomView(wall) : enrolView(wall)}`;
}

/** @param {Wall} wall */
function clockView({ guests, format }) {
  return html`<time>${format.time(new Date(guests.now).toISOString())}</time>`;
}

/** @param {Wall} wall */
function roomView(wall) {
  const { guests } = wall;
  const seats = guests.shown;
  const free = seats.filter(seat => !guests.at(seat.code)).length;
  if (!guests.known || seats.length === 0) {
    return html`<main class="wall-wait"><p role="status">${wall.trouble
        || t(guests.known && guests.furnished ? 'room.none' : 'loading')}</p></main>`;
  }
  return html`<main class="wall" data-stale=${guests.live?.state === 'online' ? nothing : 'yes'}>
    <p class="wall-free"><b>${free}</b> <span>${t('wall.free', { n: free })}</span></p>
    <ul class="wall-seats">${repeat(seats, ({ code }) => code, seat => seatView(wall, seat))}</ul>
  </main>
  <footer class="wall-foot">
    <button class="quiet" aria-pressed=${String(wall.names)}
      @click=${() => { wall.names = !wall.names; }}>${t(wall.names ? 'wall.hide' : 'wall.show')}
    </button>
    ${languageView(wall)}
  </footer>`;
}

/** @param {Wall} wall @param {Seat} seat */
function seatView(wall, seat) {
  const { guests, format } = wall;
  const session = guests.at(seat.code);
  if (!session) {
    return html`<li class="spot free" data-seat=${seat.code}>
      <b class="code">${seat.code}</b><span class="who">${t('room.is-free')}</span>
      <span class="foot">${seat.name}</span></li>`;
  }
  const amount = format.money(amountNow(session, guests.now));
  return html`<li class="spot taken" data-seat=${seat.code}>
    <b class="code">${seat.code}</b>
    <span class="who">${wall.names ? session.guestName : t('wall.taken')}</span>
    <span class="foot"><span>${icon('clock')}${format.time(session.startedAt)} ·
      ${format.duration(minutes(session, guests.now))}</span>
      <b class="sum">${unsure(session, guests.now) ? t('room.from', { amount }) : amount}</b></span>
  </li>`;
}

/** Once, by whoever hangs it up. @param {Wall} wall */
function enrolView(wall) {
  return html`<main class="door"><form @submit=${event => {
    event.preventDefault();
    wall.enrol(String(new FormData(event.target).get('token')).trim());
  }}>
    <h2>${t('wall.enrol')}</h2>
    <p class="refusal" role="alert">${wall.trouble}</p>
    <p class="hint">${t('wall.enrol.how')}</p>
    <label>${t('wall.token')} <input id="token" name="token" required maxlength="200" autofocus
      autocomplete="off" autocapitalize="none" spellcheck="false"></label>
    <button class="primary">${t('wall.start')}</button>
    ${languageView(wall)}
  </form></main>`;
}

/** @param {Wall} wall */
function languageView(wall) {
  const other = language() === 'es' ? 'en' : 'es';
  return html`<button type="button" class="quiet" lang=${other} @click=${() => wall.speak(other)}>
    ${other === 'en' ? 'English' : 'Español'}</button>`;
}
