import { t } from '../../lang.js';

const HOUR = 60;

/** How long somebody has been there: `25 min`, `2 h 05`. @param {number} minutes */
export function lasting(minutes) {
  return minutes < HOUR ? t('room.lasting.minutes', { n: minutes })
      : t('room.lasting.hours', { h: Math.floor(minutes / HOUR),
        min: String(minutes % HOUR).padStart(2, '0') });
}
