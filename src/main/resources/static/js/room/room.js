import { html } from 'lit-html';
import { Catalog } from '../counter/catalog.js';
import { Selling } from '../counter/selling.js';
import { settle } from '../counter/settle.js';
import { menuView } from '../counter/views/menu.js';
import { t } from '../lang.js';
import { sentence } from '../ui/problems.js';
import { standingView } from '../ui/standing.js';
import { Extras } from './extras.js';
import { Guests } from './guests.js';
import { keys } from './keys.js';
import { noticeOf } from './notices.js';
import { Till } from './till.js';
import { roomView } from './views/room.js';

/** @typedef {import('./charge.js').RoomSession} RoomSession */

/** The coworking room: its parts, and what its buttons do. */
export class Room extends Selling {
  title = 'page.room';
  home = ['#next', '#ask', '#received', '#pay', '#start',
    '.seat[aria-pressed="true"]', '.seat', '#username', 'h1'];

  guests = new Guests(this.api);
  till = new Till(this.api, this.guests, () => this.place.register);
  extras = new Extras(new Catalog());
  /** As the counter's views call them. */
  checkout = this.till.checkout;
  ticket = this.till.bill;
  orders = this.till.orders;
  journal = this.till.journal;
  /** A guest's bill is the server's: without it nothing is sold here, and nothing kept. */
  offline = { active: false };
  queue = { sales: [] };

  /** The seat of whoever pays. */
  #seat = '';
  #before = 'selling';

  /** The seat that was chosen, or the session that waits to be paid: its id. */
  chosen = '';
  /** What is unfolded of the chosen one. @type {'' | 'move' | 'cancel' | 'correct'} */
  panel = '';

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    for (const part of [this.guests, this.till, this.extras]) {
      part.addEventListener('change', () => this.draw());
    }
    this.guests.addEventListener('change', () => this.till.follow());
    this.till.addEventListener('gone', () => this.say({ kind: 'bad', text: t('room.gone') }));
    this.till.addEventListener('phase', () => this.#entered());
    setInterval(() => { // time goes on, and what it costs
      this.till.follow();
      this.draw();
    }, 1000);
    keys(this);
  }

  #entered() {
    const { phase } = this.checkout;
    if (phase === 'paying') {
      this.#seat = this.ticket.session?.seat ?? '';
    } else if (phase === 'selling' && this.#before === 'done') {
      this.chosen = '';
      this.focus(`[data-seat="${this.#seat}"]`); // one Enter too many seats nobody there
    }
    this.#before = phase;
    this.say(null);
  }

  /** Who sits there, or has left and not paid. @returns {RoomSession | undefined} */
  get guest() {
    return this.guests.at(this.chosen) ?? this.guests.byId(this.chosen);
  }

  async opened() {
    this.checkout.leave();
    const furnished = this.guests.enter(this.session?.location.code ?? '');
    this.extras.catalog.load(this.api).then(() => this.draw());
    const answer = await furnished;
    if (!answer.ok) {
      this.complain(answer, () => this.guests.furnish());
    }
    await settle(this);
  }

  closed() {
    this.guests.leave();
  }

  view() {
    return roomView(this);
  }

  notice() {
    return noticeOf(this);
  }

  menu() {
    return html`${standingView(this.guests.live)}${menuView(this)}`;
  }

  /** @param {string} code */
  ring(code) {
    this.place.register = code;
    this.ticket.refresh();
  }

  /** @param {string} chosen a seat or a session; '' for none */
  choose(chosen) {
    if (!this.till.busy) {
      const again = chosen !== '' && chosen === this.chosen;
      this.till.next();
      this.chosen = chosen;
      this.panel = '';
      this.said = null;
      this.extras.look('');
      this.focus(...(again || !this.guest ? ['#start', '#extra'] : []));
    }
  }

  /** @param {{guestName: string, people: number, tariff: string}} wish */
  open(wish) {
    return this.#done(this.guests.open({ seat: this.chosen, ...wish }));
  }

  /** @param {RoomSession} session @param {import('../counter/catalog.js').Product} product */
  add(session, product) {
    this.extras.took(product);
    return this.#done(this.guests.change(session, 'extras', { sku: product.sku, quantity: 1 }));
  }

  /** @param {RoomSession} session @param {string} extra */
  remove(session, extra) {
    return this.#done(this.guests.removeExtra(session, extra));
  }

  /** @param {RoomSession} session @param {number} people */
  people(session, people) {
    return this.#done(this.guests.change(session, 'people', { people }));
  }

  /** The time stops now; the bill can wait. @param {RoomSession} session */
  finish(session) {
    return this.#done(this.guests.change(session, 'finish'));
  }

  /** @param {RoomSession} session @param {string} seat */
  async move(session, seat) {
    if ((await this.#done(this.guests.change(session, 'move', { seat }))).ok) {
      this.choose(seat);
      this.focus(`[data-seat="${seat}"]`);
    }
  }

  /** @param {RoomSession} session @param {object} wish docs/openapi.json, `CorrectSession` */
  async correct(session, wish) {
    if ((await this.#done(this.guests.change(session, 'corrections', wish))).ok) {
      this.chosen = session.id; // its seat may take the next by now
      this.say({ kind: 'good', text: t('room.correct.done', { name: session.guestName }) });
      this.focus('#charge');
    }
  }

  /** @param {RoomSession} session @param {object} wish docs/openapi.json, `CancelSession` */
  async cancel(session, wish) {
    if ((await this.#done(this.guests.change(session, 'cancel', wish))).ok) {
      this.choose('');
      this.focus(`[data-seat="${session.seat}"]`);
      this.say({ kind: 'good', text: t('room.cancel.done', { name: session.guestName }) });
    }
  }

  /** @param {Promise<import('../api.js').Answer & {again?: () => any}>} doing */
  async #done(doing) {
    const answer = await doing;
    const { again, body, slug } = answer;
    if (answer.ok) {
      this.panel = '';
      this.say(null);
    } else if (slug === 'seat-taken') {
      this.say({ kind: 'bad', text: `${sentence(answer)} ${t('room.taken-by',
          { name: body.guestName, time: this.format.time(body.since) })}` });
    } else {
      this.complain(answer, again && (() => this.#done(again())));
    }
    return answer;
  }

  /** @param {'' | 'move' | 'cancel' | 'correct'} panel @param {string} [field] that is meant */
  unfold(panel, field = '.unfolded') {
    this.panel = panel;
    this.focus(field);
  }
}
