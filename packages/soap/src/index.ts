export { PROFILES, operationOf, type Operation } from './profiles.js';
export { type Envelope, type Expectation, readAnswer, readEnvelope } from './envelope.js';
export { type EnvelopeParts, writeEnvelope } from './write-envelope.js';
export { DEFAULT_MESSAGE_LIMITS, type Message, type MessageLimits, readMessage } from './message.js';
export { type Attachment, type HttpMessage, writeMtom, writePlain } from './write-message.js';
export { type Fault, type FaultIds, faultFor, readFault } from './fault.js';
export { httpRefusal } from './http-refusal.js';
export { readTrustRequest, type TrustAnswerParts, type TrustRequest, writeTrustAnswer } from './trust-envelope.js';
