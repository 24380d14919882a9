import { backoff, pause } from '../backoff.js';
import { Live } from '../live.js';
import { isFinal } from '../orders.js';
import { uuid } from '../uuid.js';

/** @typedef {import('../api.js').Answer} Answer */
/** @typedef {import('./charge.js').RoomSession} RoomSession */

/**
 * @typedef {object} Seat
 * @property {string} code
 * @property {'desk' | 'table' | 'room'} kind
 * @property {string} name
 * @property {number} capacity
 * @property {boolean} active
 */

const ATTEMPTS = 4;
const KINDS = ['desk', 'table', 'room'];

/** @param {Seat} a @param {Seat} b */
function asTheyStand(a, b) {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)
      || a.code.localeCompare(b.code, undefined, { numeric: true });
}

/**
 * The room: its seats, who is there, and what is done with them. Who is there comes over the feed
 * alone, also after an own deed: there is one truth. `change` is dispatched when it is another.
 */
export class Guests extends EventTarget {
  #api;
  /** @type {Map<string, RoomSession>} by seat, those whose time runs */
  #seated = new Map();

  /** @type {Live | null} */
  live = null;
  /** @type {Seat[]} */
  seats = [];
  /** @type {{code: string, rules: {name: string}}[]} */
  tariffs = [];
  /** Those whose time is over and who have not paid. @type {RoomSession[]} */
  unpaid = [];
  /** Whether it is known who is there. */
  known = false;
  /** Whether the seats are known. */
  furnished = false;
  /** What is being done, by session or seat. @type {Set<string>} */
  busy = new Set();

  /** @param {import('../api.js').Api} api */
  constructor(api) {
    super();
    this.#api = api;
  }

  /** Follows the room of a location. @param {string} location */
  async enter(location) {
    this.leave();
    this.live = new Live(this.#api);
    this.live.addEventListener('change', () => this.#changed());
    this.live.follow(`${location}.coworking`, sessions => this.#came(sessions));
    return this.furnish();
  }

  leave() {
    this.live?.stop();
    this.live = null;
    this.known = false;
    this.#came(new Map());
  }

  /** Seats and tariffs, which change seldom. @returns {Promise<Answer>} what went wrong, if so */
  async furnish() {
    const [seats, tariffs] = await Promise.all([this.#api.get('/api/coworking/seats'),
      this.#api.get('/api/coworking/tariffs')]);
    this.seats = seats.body?.items?.toSorted(asTheyStand) ?? this.seats;
    this.tariffs = tariffs.body?.items?.filter(tariff => tariff.active) ?? this.tariffs;
    this.furnished ||= seats.ok;
    this.#changed();
    return seats.ok ? tariffs : seats;
  }

  get now() {
    return this.live?.now() ?? Date.now();
  }

  /** @param {string} seat */
  at(seat) {
    return this.#seated.get(seat);
  }

  /** @param {string} id */
  byId(id) {
    return [...this.#seated.values(), ...this.unpaid].find(session => session.id === id);
  }

  /** The seats that are shown: those in use, and those that take guests. */
  get shown() {
    return this.seats.filter(seat => seat.active || this.#seated.has(seat.code));
  }

  /** @param {{seat: string, guestName: string, people: number, tariff: string}} wish */
  open(wish) {
    return this.#do(wish.seat, 'POST', '/api/coworking/sessions', wish);
  }

  /** @param {RoomSession} session @param {'extras' | 'people' | 'move' | 'cancel' | 'finish'
   *   | 'corrections'} deed
   *  @param {object} [wish] */
  change({ id }, deed, wish) {
    return this.#do(id, 'POST', `/api/coworking/sessions/${id}/${deed}`, wish);
  }

  /** @param {RoomSession} session @param {string} extra */
  removeExtra({ id }, extra) {
    return this.#do(extra, 'DELETE', `/api/coworking/sessions/${id}/extras/${extra}`);
  }

  /**
   * Tries until it is answered, some seconds at most, with one key: it is done once. Where nobody
   * answered, `again` goes on with that key.
   *
   * @param {string} what @param {string} method @param {string} path @param {object} [body]
   * @param {string} [key]
   * @returns {Promise<Answer & {again?: () => Promise<Answer>}>}
   */
  async #do(what, method, path, body, key = uuid()) {
    this.busy.add(what);
    this.#changed();
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#api.call(method, path,
          { body, key: method === 'POST' ? key : undefined });
      if (answer.ok || isFinal(answer) || attempt === ATTEMPTS) {
        this.busy.delete(what);
        this.#changed();
        return answer.ok || isFinal(answer) ? answer
          : { ...answer, again: () => this.#do(what, method, path, body, key) };
      }
      await pause(Math.max(answer.retryAfterMs, backoff(attempt)));
    }
  }

  /** @param {Map<string, RoomSession>} sessions */
  #came(sessions) {
    const all = [...sessions.values()];
    this.#seated = new Map(all.filter(session => session.status === 'active')
        .map(session => [session.seat, session]));
    this.unpaid = all.filter(session => session.status !== 'active')
        .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
    this.known = this.live !== null;
    if (this.furnished && all.some(({ seat }) => !this.seats.some(({ code }) => code === seat))) {
      this.furnish(); // a seat that was added meanwhile
    }
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
