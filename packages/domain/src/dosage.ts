export * from './dosage/step.js';
export { scheduleOf, type Schedule, type ScheduleUnit, type Weekday } from './dosage/schedule.js';
export { scheduleOfTiming, weekdayFrom } from './dosage/foreign-schedule.js';
export { scheduleWords } from './dosage/schedule-words.js';
export { dosageSentence, type AmountWords } from './dosage/sentence.js';
export { pluralSv, pluralEn, numberSv } from './dosage/unit-words.js';
export { isSaidIn } from './dosage/said.js';
