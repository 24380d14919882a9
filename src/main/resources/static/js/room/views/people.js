import { html } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';

const FEW = 6;

/** How many sit down; more than a few from a list. @param {number} capacity */
export function peopleView(capacity) {
  const numbers = Array.from({ length: capacity }, (_, index) => index + 1);
  return capacity <= FEW
    ? html`<fieldset><legend>${t('room.people')}</legend><div class="chips">${numbers.map(n => html`
      <label class="choice"><input type="radio" name="people" value=${n} .checked=${n === 1}>
        <span>${n}</span></label>`)}</div></fieldset>`
    : html`<label>${t('room.people')} <select name="people">${numbers.map(n => html`
      <option>${n}</option>`)}</select></label>`;
}

/** Back to the seats, where they are not beside it. @param {import('../room.js').Room} room */
export function seatsAgain(room) {
  return html`<button class="quiet seats-again" aria-label=${t('room.seats')}
    @click=${() => room.choose('')}>${icon('back')}</button>`;
}
