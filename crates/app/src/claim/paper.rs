//! A claim on paper: what stands in the boxes of its form, for a print or a plain copy.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::Form;
use ccm::claim::paper::PaperForm;
use ccm::claim::paper_copy::{CopyHead, document};
use ccm::claim::print_image::{PrintImage, PrintPlaces, print_image};
use ccm::claim::{Claim, ClaimStep, cms1500, ub04};

use crate::billing::close::StoredDetermination;
use crate::ports::ClaimRow;
use crate::{App, Error, Place, Result, Work};

/// A claim's form, filled in.
pub struct ClaimPaper {
    pub number: String,
    pub claim: ClaimId,
    pub patient: PatientId,
    /// `CMS-1500`, `UB-04`.
    pub form: &'static str,
    pub payer: String,
    pub practice: String,
    pub sheets: Vec<PaperForm>,
    /// What a printer puts on the pre-printed form, sheet by sheet; none of forms whose places nobody has set down.
    pub images: Vec<PrintImage>,
    /// The practitioner has not reviewed the claim: nobody has signed.
    pub is_unsigned: bool,
    pub dated: Date,
}

impl ClaimPaper {
    /// The plain copy.
    pub fn copy(&self) -> Document {
        let head =
            CopyHead { form: self.form, practice: &self.practice, claim: &self.number, dated: self.dated };
        document(head, &self.sheets)
    }

    /// The print image: a sheet is as many lines as the form has, and a form feed stands between two.
    pub fn image(&self) -> String {
        let sheets: Vec<String> = self.images.iter().map(|image| image.rows.join("\r\n")).collect();
        sheets.join("\r\n\u{c}")
    }
}

/// Fills in a claim's form; the read is on record.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] where the form cannot be filled in; [`Error::Forbidden`].
pub async fn paper(app: &App, actor: &Actor, place: Place, number_or_id: &str) -> Result<ClaimPaper> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExportClaims).await?;
    let practice = work.practice().await?;
    let row = work.tx.claim(practice.id, number_or_id).await?.ok_or(Error::NotFound("claim"))?;
    let mut work = work.chart(row.patient, Permission::ExportClaims).await?;
    let payer = work.tx.payers().await?.into_iter().find(|one| one.id == row.payer);
    let payer = payer.ok_or(Error::NotFound("payer"))?.profile;
    let claim: Claim =
        serde_json::from_slice(&row.body).map_err(|error| Error::Internal(format!("{}: {error}", row.id)))?;
    let zone = practice
        .zone_of(row.month)
        .map(ZoneName::zone)
        .ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let today = zone.to_datetime(work.now).date();
    let signed_on = signed_on(&row, &zone);
    let (form, sheets, images) = match claim.form {
        Form::Professional => {
            let sheets = cms1500::forms(&claim, &practice.profile, &payer, signed_on);
            let images = sheets.iter().map(|sheet| print_image(sheet, PrintPlaces::embedded())).collect();
            ("CMS-1500", sheets, images)
        }
        Form::Institutional => {
            let bill = match claim.type_of_bill {
                Some(bill) => bill,
                // A claim of before it was kept there.
                None => type_of_bill(&mut work, &row).await?,
            };
            let sheets = ub04::forms(&claim, &practice.profile, &payer, bill).map_err(Error::Invalid)?;
            ("UB-04", sheets, Vec::new())
        }
    };
    drop(work);
    app.audit_read(actor, place, "claim_paper", &row.id.to_string(), Some(row.patient)).await?;
    Ok(ClaimPaper {
        number: row.number,
        claim: row.id,
        patient: row.patient,
        form,
        payer: payer.name,
        practice: practice.profile.name,
        sheets,
        images,
        is_unsigned: signed_on.is_none(),
        dated: today,
    })
}

/// The day of the practitioner's review (CLAIM-08).
fn signed_on(row: &ClaimRow, zone: &TimeZone) -> Option<Date> {
    let review = row.events.iter().find(|event| matches!(event.step, ClaimStep::Reviewed))?;
    Some(zone.to_datetime(review.at).date())
}

/// As the month's answer has it.
async fn type_of_bill(work: &mut Work, row: &ClaimRow) -> Result<ccm::billing::Word> {
    let practice = work.practice_id()?;
    let answer = work.tx.determination(practice, row.patient, row.month, row.revision).await?;
    let answer = answer.ok_or(Error::NotFound("determination"))?;
    let bill = StoredDetermination::read(&answer.body)?.determination.claim.type_of_bill;
    bill.ok_or_else(|| Error::invalid(Problem::new("type_of_bill", "setting")))
}
