import { compareInstants } from '../calendar.js';
import { decimalOfCount } from '../decimal.js';
import type { CounterState, Delivery, DeliveryState, DeliveryView } from './delivery.js';
import type { BilingualText } from './search-mask.js';

/** What is true, and what to do next (RS P3, DISP-61). */
interface Told {
  readonly counter: CounterState;
  readonly handOver: 'yes' | 'no';
  readonly text: BilingualText;
  readonly nextStep: BilingualText;
}

const NOT_YET: BilingualText = {
  sv: 'Lämna inte ut ännu. Svaret visas här så snart det kommer.',
  en: 'Do not hand over yet. The answer is shown here as soon as it comes.',
};
const TAKING_BACK: BilingualText = {
  sv: 'Lämna inte ut. Svaret visas här så snart det kommer.',
  en: 'Do not hand over. The answer is shown here as soon as it comes.',
};
const OPERATIONS: BilingualText = {
  sv: 'Lämna inte ut. Driften tar reda på det med det andra landet och hör av sig till apoteket.',
  en: 'Do not hand over. Operations find out with the other country and contact the pharmacy.',
};
const SIGN_AGAIN: BilingualText = {
  sv: 'Lämna inte ut ännu. En farmaceut på apoteket loggar in och släpper det vidare; dokumentet är oförändrat.',
  en: 'Do not hand over yet. A pharmacist of the pharmacy signs in and releases it; the document is unchanged.',
};
const waiting = (text: BilingualText, nextStep: BilingualText = NOT_YET): Told => ({ counter: 'waiting', handOver: 'no', text, nextStep });
const stands = (text: BilingualText, nextStep: BilingualText = TAKING_BACK): Told => ({ counter: 'recorded', handOver: 'no', text, nextStep });

const NOT_SENT: Told = waiting({
  sv: 'Uttaget är inte skickat än. Det skickas av sig självt så snart det andra landet går att nå.',
  en: 'The dispensation is not sent yet. It is sent by itself as soon as the other country can be reached.',
});
const PENDING: Told = waiting({
  sv: 'Uttaget är skickat, men det andra landet har inte bekräftat det. Det skickas igen av sig självt.',
  en: 'The dispensation was sent, but the other country has not confirmed it. It is sent again by itself.',
});

const TOLD: Readonly<Record<DeliveryState, Told>> = {
  QUEUED: NOT_SENT,
  SENDING: waiting({ sv: 'Uttaget skickas nu.', en: 'The dispensation is being sent now.' }),
  PENDING,
  AWAITING_PROFESSIONAL: waiting({
    sv: 'Uttaget är inte bekräftat, och inloggningen det skickades med har gått ut.',
    en: 'The dispensation is not confirmed, and the sign-in that it was sent with has ended.',
  }, SIGN_AGAIN),
  RECORDED: {
    counter: 'recorded', handOver: 'yes',
    text: { sv: 'Det andra landet har registrerat uttaget.', en: 'The other country has recorded the dispensation.' },
    nextStep: { sv: 'Lämna ut läkemedlet.', en: 'Hand over the medicine.' },
  },
  REFUSED: {
    counter: 'not-recorded', handOver: 'no',
    text: { sv: 'Det andra landet har avböjt uttaget. Det är inte registrerat.', en: 'The other country has refused the dispensation. It is not recorded.' },
    nextStep: { sv: 'Lämna inte ut. Deras skäl visas; hämta receptet på nytt om det kan ha ändrats.', en: 'Do not hand over. Their reason is shown; fetch the prescription again if it may have changed.' },
  },
  OPERATOR: waiting({
    sv: 'Det går inte att säga om det andra landet har registrerat uttaget.',
    en: 'Nobody can say whether the other country has recorded the dispensation.',
  }, OPERATIONS),
  DISCARD_QUEUED: stands({ sv: 'Uttaget är registrerat där. Makuleringen skickas av sig själv.', en: 'The dispensation is recorded there. The discard is sent by itself.' }),
  DISCARD_SENDING: stands({ sv: 'Uttaget är registrerat där. Makuleringen skickas nu.', en: 'The dispensation is recorded there. The discard is being sent now.' }),
  DISCARD_PENDING: stands({
    sv: 'Makuleringen är skickad, men det andra landet har inte bekräftat den. Den skickas igen av sig själv.',
    en: 'The discard was sent, but the other country has not confirmed it. It is sent again by itself.',
  }),
  DISCARD_AWAITING_PROFESSIONAL: stands({
    sv: 'Makuleringen är inte bekräftad, och inloggningen den skickades med har gått ut.',
    en: 'The discard is not confirmed, and the sign-in that it was sent with has ended.',
  }, {
    sv: 'En farmaceut på apoteket loggar in och släpper den vidare.',
    en: 'A pharmacist of the pharmacy signs in and releases it.',
  }),
  DISCARD_OPERATOR: stands({
    sv: 'Det går inte att säga om det andra landet har makulerat uttaget.',
    en: 'Nobody can say whether the other country has taken the dispensation back.',
  }, OPERATIONS),
  DISCARDED: {
    counter: 'taken-back', handOver: 'no',
    text: { sv: 'Uttaget är makulerat i det andra landet.', en: 'The dispensation is taken back in the other country.' },
    nextStep: { sv: 'Lämna inte ut. Receptet kan expedieras på nytt med ett nytt uttag.', en: 'Do not hand over. The prescription can be dispensed anew with a new dispensation.' },
  },
  DISCARD_REFUSED: stands(
    { sv: 'Det andra landet har inte makulerat uttaget: det står kvar som registrerat.', en: 'The other country has not taken the dispensation back: it stands as recorded.' },
    { sv: 'Deras skäl visas. Kontakta driften om det måste rättas.', en: 'Their reason is shown. Contact operations if it must be mended.' },
  ),
};

/** Operations found it out with the other country: no answer of theirs stands beside it. */
const CLOSED: Readonly<Partial<Record<DeliveryState, { readonly text: BilingualText; readonly nextStep?: BilingualText }>>> = {
  RECORDED: { text: { sv: 'Driften har tagit reda på att uttaget är registrerat i det andra landet.', en: 'Operations have found out that the dispensation is recorded in the other country.' } },
  REFUSED: {
    text: { sv: 'Driften har tagit reda på att uttaget inte är registrerat i det andra landet.', en: 'Operations have found out that the dispensation is not recorded in the other country.' },
    nextStep: { sv: 'Lämna inte ut. Hämta receptet på nytt om läkemedlet behövs.', en: 'Do not hand over. Fetch the prescription again if the medicine is needed.' },
  },
  DISCARDED: { text: { sv: 'Driften har tagit reda på att uttaget är makulerat i det andra landet.', en: 'Operations have found out that the dispensation is taken back in the other country.' } },
  DISCARD_REFUSED: {
    text: { sv: 'Driften har tagit reda på att uttaget står kvar som registrerat i det andra landet.', en: 'Operations have found out that the dispensation stands as recorded in the other country.' },
    nextStep: { sv: 'Kontakta driften om det måste rättas.', en: 'Contact operations if it must be mended.' },
  },
};

/** Where the state alone does not say it all. */
function toldOf(delivery: Delivery): Told {
  const { state, everSent, discard, recordedAt, closed, answer } = delivery;
  // What the country itself has said since counts for more.
  const found = closed === undefined || (answer !== undefined && compareInstants(answer.at, closed.at) > 0) ? undefined : CLOSED[state];
  if (found !== undefined) return { ...TOLD[state], ...found };
  if (state === 'OPERATOR' && !everSent) {
    return {
      counter: 'not-recorded', handOver: 'no',
      text: { sv: 'Uttaget har inte kunnat skickas på ett dygn. Det är inte registrerat.', en: 'The dispensation could not be sent for a day. It is not recorded.' },
      nextStep: { sv: 'Lämna inte ut. Driften tar över; ta kontakt om läkemedlet behövs.', en: 'Do not hand over. Operations take over; contact them if the medicine is needed.' },
    };
  }
  if (state === 'DISCARDED' && recordedAt === undefined) {
    return {
      ...TOLD.DISCARDED,
      text: { sv: 'Uttaget är återkallat innan något skickades. Det är inte registrerat.', en: 'The dispensation was withdrawn before anything was sent. It is not recorded.' },
    };
  }
  if (state === 'QUEUED' && delivery.attempts > 0) {
    return waiting({
      sv: 'Det andra landet går inte att nå. Inget är skickat än; nya försök görs av sig själva.',
      en: 'The other country cannot be reached. Nothing is sent yet; it is tried again by itself.',
    });
  }
  const told = TOLD[state];
  if (discard === undefined || told.counter !== 'waiting' || state === 'OPERATOR') return told;
  return {
    ...told,
    nextStep: {
      sv: `Lämna inte ut. Makuleringen väntar tills det är känt om uttaget är registrerat.${state === 'AWAITING_PROFESSIONAL' ? ' En farmaceut måste släppa det vidare.' : ''}`,
      en: `Do not hand over. The discard waits until it is known whether the dispensation is recorded.${state === 'AWAITING_PROFESSIONAL' ? ' A pharmacist must release it.' : ''}`,
    },
  };
}

/** The medicine is with the patient already: what is left is the truth about it (UC-B6). */
const LATE_STEPS: Readonly<Partial<Record<CounterState, BilingualText>>> = {
  'recorded': { sv: 'Efterregistreringen är klar. Inget mer behövs.', en: 'The late recording is done. Nothing more is needed.' },
  'waiting': { sv: 'Läkemedlet är redan utlämnat. Registreringen fortsätter av sig själv; svaret visas här.', en: 'The medicine is handed over already. The recording goes on by itself; the answer is shown here.' },
  'not-recorded': {
    sv: 'Läkemedlet är redan utlämnat. Ärendet står öppet hos driften, som rättar det med det andra landet.',
    en: 'The medicine is handed over already. The case is open at operations, who mend it with the other country.',
  },
};

function nextStepOf(delivery: Delivery, told: Told): BilingualText {
  if (delivery.late === undefined || delivery.discard !== undefined) return told.nextStep;
  if (delivery.state === 'AWAITING_PROFESSIONAL') {
    return { sv: 'Läkemedlet är redan utlämnat. En farmaceut på apoteket loggar in och släpper registreringen vidare.', en: 'The medicine is handed over already. A pharmacist of the pharmacy signs in and releases the recording.' };
  }
  if (delivery.state === 'OPERATOR') return LATE_STEPS['not-recorded'] ?? told.nextStep;
  return LATE_STEPS[told.counter] ?? told.nextStep;
}

/** What the counter shows: true at every moment, in Swedish and English, with the next step (DISP-61). */
export function viewDelivery(delivery: Delivery): DeliveryView {
  const told = toldOf(delivery);
  const late = delivery.late !== undefined;
  return {
    id: delivery.id, state: delivery.state, counter: told.counter, handOver: late ? 'already' : told.handOver,
    text: told.text, nextStep: nextStepOf(delivery, told), since: delivery.changedAt, late, packages: decimalOfCount(delivery.packages),
    ...(delivery.nextAttemptAt === undefined ? {} : { nextAttemptAt: delivery.nextAttemptAt }),
    ...(delivery.answer === undefined ? {} : { answer: delivery.answer }),
  };
}
