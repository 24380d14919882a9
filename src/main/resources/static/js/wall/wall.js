import { render } from 'lit-html';
import { Api } from '../api.js';
import { backoff, pause } from '../backoff.js';
import { formatOf } from '../format.js';
import { language, speak, t } from '../lang.js';
import { Guests } from '../room/guests.js';
import { once } from '../ui/once.js';
import { sentence } from '../ui/problems.js';
import { Device } from './device.js';
import { wallView } from './views.js';

const NAMES = 'comanda.wall.names';
const SECOND_MS = 1_000;
const AGAIN_MS = 60_000;
const NOWHERE = { code: '', name: '', currency: 'MXN', timeZone: 'UTC' };

/** The screen on the wall: it shows the room and asks nobody for anything. */
export class Wall {
  #root;
  #opening = false;

  device = new Device();
  api = new Api({ language, session: this.device });
  guests = new Guests(this.api);
  /** @type {{code: string, name: string, currency: string, timeZone: string}} */
  location = NOWHERE;
  /** What was wrong with the token that was typed, or why there is nothing to see. */
  trouble = '';

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    const asked = new URLSearchParams(location.search).get('names');
    if (asked !== null) {
      localStorage.setItem(NAMES, asked);
    }
    this.guests.addEventListener('change', () => this.draw());
    this.device.addEventListener('change', () => this.#changed());
    setInterval(() => this.draw(), SECOND_MS);
    setInterval(() => this.device.refused && this.device.tryAgain(), AGAIN_MS);
  }

  get format() {
    return formatOf(this.location, language());
  }

  /** Whether guests are shown by name: everybody in the room reads it. */
  get names() {
    return localStorage.getItem(NAMES) !== '0';
  }

  set names(shown) {
    localStorage.setItem(NAMES, shown ? '1' : '0');
    this.draw();
  }

  /** @param {string} token */
  enrol(token) {
    this.trouble = '';
    this.device.give(token);
  }

  #changed() {
    if (this.device.refused) {
      this.trouble = t('wall.refused');
      this.guests.leave();
    } else {
      this.begin();
    }
    this.draw();
  }

  /** Finds out where it hangs, and follows that room; goes on trying while nobody answers. */
  async begin() {
    this.draw();
    for (let failures = 1; this.device.current && !this.#opening && !this.guests.live;
        failures++) {
      this.#opening = true;
      const answer = await this.api.get('/api/locations');
      this.#opening = false;
      if (answer.ok) {
        this.location = answer.body.items[0];
        this.trouble = '';
        this.guests.enter(this.location.code);
      } else if (answer.status !== 401) {
        this.trouble = sentence(answer);
        this.draw();
        await pause(Math.max(answer.retryAfterMs, SECOND_MS + backoff(failures)));
      }
    }
    this.draw();
  }

  /** @param {'es' | 'en'} chosen */
  speak(chosen) {
    speak(chosen);
    this.draw();
  }

  /** Draws, once however much changed in one go. */
  draw = once(() => {
    document.title = `${t('page.wall')} · Comanda`;
    render(wallView(this), this.#root);
  });
}
