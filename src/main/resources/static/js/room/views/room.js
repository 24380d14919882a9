import { html, nothing } from 'lit-html';
import { doneView, unsureView } from '../../counter/views/done.js';
import { paymentView } from '../../counter/views/payment.js';
import { billView } from './bill.js';
import { guestView } from './guest.js';
import { openingView } from './opening.js';
import { seatsView } from './seats.js';

/** @typedef {import('../room.js').Room} Room */

/** Under the bar. @param {Room} room */
export function roomView(room) {
  const { phase } = room.checkout;
  return html`<main class="counter room" data-phase=${phase}
    data-chosen=${room.chosen || nothing}>${left(room, phase)}
    ${right(room, phase)}</main>`;
}

/** @param {Room} room @param {string} phase */
function left(room, phase) {
  switch (phase) {
    case 'paying':
    case 'sending':
      return paymentView(room);
    case 'unsure':
      return unsureView(room);
    default:
      return seatsView(room);
  }
}

/** @param {Room} room @param {string} phase */
function right(room, phase) {
  if (phase === 'done') {
    return doneView(room);
  }
  if (phase !== 'selling') {
    return billView(room);
  }
  return room.guest ? guestView(room, room.guest) : openingView(room);
}
