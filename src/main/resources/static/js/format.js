/** As the server names them. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday',
  'sunday'];

/** @type {Map<string, Format>} */
const known = new Map();

/**
 * The format of a location; made once, since the browser takes its time over each.
 *
 * @param {{currency: string, timeZone: string}} location
 * @param {string} language
 */
export function formatOf({ currency, timeZone }, language) {
  const name = [currency, timeZone, language].join();
  const format = known.get(name) ?? new Format({ currency, timeZone }, language);
  known.set(name, format);
  return format;
}

/** Numbers, money and times as the shop writes them: its language, its currency, its time zone. */
export class Format {
  #locale;
  #money;
  #plain;
  #time;
  #moment;
  #day;
  #date;
  #wall;
  #second;
  #count;
  #rough;

  /**
   * @param {{currency: string, timeZone: string}} location
   * @param {string} language
   */
  constructor({ currency, timeZone }, language) {
    const locale = language === 'en' ? 'en-US' : 'es-MX';
    this.#locale = locale;
    this.#money = new Intl.NumberFormat(locale,
        { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    /** Digits after the point: 2 for pesos, 0 for yen. */
    this.digits = this.#money.resolvedOptions().maximumFractionDigits;
    this.#plain = new Intl.NumberFormat(locale, { minimumFractionDigits: this.digits });
    this.#time = new Intl.DateTimeFormat(locale,
        { timeZone, hour: '2-digit', minute: '2-digit', hour12: false });
    this.#moment = new Intl.DateTimeFormat(locale, { timeZone, day: '2-digit', month: 'short',
      year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
    this.#day = new Intl.DateTimeFormat('sv-SE', { timeZone }); // writes 2026-01-31
    this.#date = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
    this.#wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short',
      timeStyle: 'medium' }); // writes 2026-01-31 09:00:00
    this.#second = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit',
      second: '2-digit', hour12: false });
    this.#count = new Intl.NumberFormat(locale);
    this.#rough = new Intl.NumberFormat(locale, { style: 'currency', currency,
      currencyDisplay: 'narrowSymbol', minimumFractionDigits: 0, maximumFractionDigits: 1,
      notation: 'compact' });
  }

  /** @param {number} minor such as centavos */
  money(minor) {
    return this.#money.format(minor / 10 ** this.digits);
  }

  /** Without the currency's sign. @param {number} minor */
  amount(minor) {
    return this.#plain.format(minor / 10 ** this.digits);
  }

  /** @param {number} basisPoints */
  percent(basisPoints) {
    return `${basisPoints / 100} %`;
  }

  /**
   * What somebody typed: `200`, `200.5`, `200,50`, `1,200.00`. The last separator with fewer digits
   * than three behind it divides; the others are only for the eye.
   *
   * @param {string} text
   * @returns {number | null} minor units; null where it is no amount
   */
  parse(text) {
    const parts = /^([\d.,\s]*?)(?:[.,](\d{0,2}))?$/.exec(text.replace(/[$€£\s]/g, ''));
    const whole = parts?.[1].replace(/[.,]/g, '') ?? '';
    if (!parts || (whole === '' && !parts[2])) {
      return null;
    }
    const fraction = (parts[2] ?? '').padEnd(this.digits, '0').slice(0, this.digits);
    return Number(whole + fraction);
  }

  /** @param {string} instant RFC 3339 */
  time(instant) {
    return this.#time.format(new Date(instant));
  }

  /** @param {string} instant RFC 3339 */
  moment(instant) {
    return this.#moment.format(new Date(instant));
  }

  /** The day alone: `14 feb`. @param {number} at ms since the epoch */
  date(at) {
    return this.#date.format(at);
  }

  /** With the seconds. @param {number} at ms since the epoch */
  second(at) {
    return this.#second.format(at);
  }

  /** A number of things. @param {number} n */
  count(n) {
    return this.#count.format(n);
  }

  /** For the marks of a plot. @param {number} minor */
  rough(minor) {
    return this.#rough.format(minor / 10 ** this.digits);
  }

  /** As a stay is spoken of: `45 min`, `2 h`, `2 h 30`. @param {number} minutes */
  duration(minutes) {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h`
      : `${hours} h ${String(rest).padStart(2, '0')}`;
  }

  /**
   * The instant of a time on the shop's wall, in UTC. An hour that the clocks leave out is the one
   * after it.
   *
   * @param {string} local `2026-01-31T09:00`
   */
  instant(local) {
    const wall = Date.parse(`${local}Z`);
    const shown = at => Date.parse(`${this.#wall.format(at).replace(' ', 'T')}Z`);
    const guess = wall - (shown(wall) - wall);
    return new Date(guess - (shown(guess) - wall)).toISOString();
  }

  /** What the clock on the shop's wall shows, `2026-01-31T09:00`. @param {string} instant */
  local(instant) {
    return this.#wall.format(new Date(instant)).slice(0, 16).replace(' ', 'T');
  }

  /** `lunes`, `lun` of `monday`. @param {string} name @param {'long' | 'short'} [length] */
  weekday(name, length = 'long') {
    return new Intl.DateTimeFormat(this.#locale, { weekday: length, timeZone: 'UTC' })
        .format(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(name))); // a Monday
  }

  /** The shop's calendar day, `2026-01-31`. @param {Date} [at] */
  day(at = new Date()) {
    return this.#day.format(at);
  }
}
