export { ForeignNcp, type Answered, type ForeignNcpOptions, type PatientId } from './foreign-ncp.js';
export { doctorOf, hcpAssertion, nurseOf, pharmacistOf, trcAssertion, type Professional, type Seal } from './assertions.js';
export { visit, type VisitDocument, type VisitPlan, type VisitResult, type VisitStep } from './visit.js';
