//! What a set's claims share: ST to the billing provider.

use crate::claims::{BillingProvider, ProviderName, SetHeader, TaxId};
use crate::envelope::Envelope;
use crate::pen::Pen;
use crate::pen::parts::{address, moment, person};

/// BHT to the billing provider: everything before the first claim.
pub(super) fn set_header(pen: &mut Pen, set: &SetHeader, envelope: &Envelope) {
    pen.begin(b"BHT*0019*00*");
    pen.code(&set.batch);
    moment(pen, envelope.created);
    pen.put(b"*CH");
    pen.end();

    pen.begin(b"NM1*41*2*");
    pen.text(&set.submitter.name);
    pen.put(b"*****46*");
    pen.code(&set.submitter.id);
    pen.end();

    pen.begin(b"PER*IC*");
    pen.text(&set.submitter.contact);
    pen.put(b"*TE*");
    pen.code(&set.submitter.phone);
    if let Some(email) = &set.submitter.email {
        pen.put(b"*EM*");
        pen.code(email);
    }
    pen.end();

    pen.begin(b"NM1*40*2*");
    pen.text(&set.receiver.name);
    pen.put(b"*****46*");
    pen.code(&set.receiver.id);
    pen.end();

    billing_provider(pen, &set.billing);
}

fn billing_provider(pen: &mut Pen, billing: &BillingProvider) {
    pen.segment(b"HL*1**20*1");
    if let Some(taxonomy) = &billing.taxonomy {
        pen.begin(b"PRV*BI*PXC*");
        pen.code(taxonomy);
        pen.end();
    }
    pen.begin(b"NM1*85*");
    match &billing.name {
        ProviderName::Organization(name) => {
            pen.put(b"2*");
            pen.text(name);
            pen.put(b"****");
        }
        ProviderName::Person(name) => {
            pen.put(b"1*");
            person(pen, name);
        }
    }
    pen.put(b"*XX*");
    pen.code(&billing.npi);
    pen.end();
    address(pen, &billing.address);

    let (qualifier, number) = match &billing.tax_id {
        TaxId::Employer(number) => (b"EI*", number),
        TaxId::SocialSecurity(number) => (b"SY*", number),
    };
    pen.begin(b"REF*");
    pen.put(qualifier);
    pen.code(number);
    pen.end();

    if let Some(pay_to) = &billing.pay_to {
        pen.segment(match &billing.name {
            ProviderName::Organization(_) => b"NM1*87*2",
            ProviderName::Person(_) => b"NM1*87*1",
        });
        address(pen, pay_to);
    }
}
