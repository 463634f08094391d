import { describe, expect, it } from '@jest/globals';
import { DOCUMENT_TEMPLATES } from '@ncp/domain';
import { encodeRetrieveResponse } from '@ncp/ihe';
import { element, NS, utf8 } from '@ncp/xml';
import { GatewayBench } from '../fixtures/gateway-bench.js';
import { EP_ROOT, FINNISH_HOME, RX } from '../fixtures/sample.js';
import { TreatmentBench } from '../fixtures/treatment-bench.js';
import { reportedTemplates } from './exchanged-templates.js';
import { retrieveAbroad, retrieveOriginalAbroad } from './index.js';

const SMARTCARD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI';

describe('what statistics keep of a message (wire-contract 12.3)', () => {
  it('country A: the documents that left, who asked, how she was authenticated, and the id of the answer', async () => {
    const bench = new GatewayBench();
    const timing = () => bench.store.entries.at(-1)?.facts.timing;
    await bench.retrieve([`${EP_ROOT}^${RX}.1.L3`, `${EP_ROOT}^${RX}.1.L1`, '1.2.3^nothing']);
    expect(timing()).toMatchObject({
      templates: [DOCUMENT_TEMPLATES.ePrescription, DOCUMENT_TEMPLATES.ePrescriptionLevel1], pointOfCare: 'urn:oid:1.2.246.10.1', authentication: SMARTCARD, replyId: expect.stringMatching(/^urn:uuid:/),
    });
    await bench.list();
    expect(timing()).toMatchObject({ templates: [] });
    await bench.retrieve(['1.2.3^nothing']);
    expect(timing()).toMatchObject({ templates: [] });
    // Nothing is told of somebody who was not proven.
    await bench.send('xca', 'urn:ihe:iti:2007:CrossGatewayRetrieve', element(NS.soap, 'x'), { security: [] });
    expect([timing()?.pointOfCare, timing()?.authentication]).toEqual([undefined, undefined]);
  });

  it('country B: the document that came, and no professional', async () => {
    const bench = new TreatmentBench();
    const place = { uniqueId: '1.2.246.1^a.L3', repositoryId: '1.2.246.9', homeCommunityId: FINNISH_HOME };
    const cda = '<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><id root="1.2.246.21" extension="150385-9035"/></patientRole></recordTarget></ClinicalDocument>';
    bench.replies(encodeRetrieveResponse({ status: 'Success', documents: [{ request: { home: FINNISH_HOME, repositoryId: '1.2.246.9', documentId: place.uniqueId }, mimeType: 'text/xml', bytes: utf8(cda) }], errors: [] }));
    await retrieveAbroad(bench.gateway, bench.asking(), place, 'patientSummary');
    await retrieveOriginalAbroad(bench.gateway, bench.asking(), { place, kind: 'ePrescription', isCompanion: true });
    bench.replies(encodeRetrieveResponse({ status: 'Failure', documents: [], errors: [] }));
    await expect(retrieveAbroad(bench.gateway, bench.asking(), place, 'ePrescription')).rejects.toThrow();
    const told = bench.store.entries.map(({ facts }) => facts.timing);
    expect(told.map((timing) => timing?.templates)).toEqual([[DOCUMENT_TEMPLATES.patientSummary], [DOCUMENT_TEMPLATES.ePrescriptionLevel1], []]);
    expect(told[0]).toMatchObject({ pointOfCare: 'urn:hl7ii:1.3.88:7350045511119', authentication: SMARTCARD });
    expect(JSON.stringify(told)).not.toMatch(/Anna|920007|150385/);
  });

  it('a dispensation counts once it was taken', () => {
    expect(([0, 4, 8, 12] as const).map((outcome) => reportedTemplates('dispense', outcome))).toEqual([[DOCUMENT_TEMPLATES.eDispensation], [], [], []]);
    expect([reportedTemplates('discard', 0), reportedTemplates('identify', 0)]).toEqual([[DOCUMENT_TEMPLATES.discard], []]);
  });
});
