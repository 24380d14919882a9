import en from './lang/en.js';
import es from './lang/es.js';

const TEXTS = { en, es };
const NAME = 'comanda.language';

let spoken = localStorage.getItem(NAME) ?? (navigator.language.startsWith('en') ? 'en' : 'es');
document.documentElement.lang = spoken;

/** @returns {'en' | 'es'} what this browser was told, or what it prefers */
export function language() {
  return spoken;
}

/** @param {'en' | 'es'} chosen */
export function speak(chosen) {
  spoken = chosen;
  localStorage.setItem(NAME, chosen);
  document.documentElement.lang = chosen;
}

/**
 * The text of a key, `{name}` replaced. A text `one|many` is chosen by `n`.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = TEXTS[spoken][key];
  if (text === undefined) {
    throw new Error(`no text for ${key}`);
  }
  const [one, many] = text.split('|');
  const chosen = many === undefined || values.n === 1 ? one : many;
  return chosen.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
