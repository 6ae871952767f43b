import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.TreeSet;
import org.verapdf.core.VeraPDFException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks every file named on a line against PDF/A and PDF/UA: one line per flavour, with every rule that failed. */
public class Vera {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String path = asked.readLine(); path != null; path = asked.readLine()) {
            for (String flavour : arguments) {
                System.out.println(flavour + "\t" + check(path, flavour));
            }
        }
    }

    private static String check(String path, String name) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            TreeSet<String> failed = new TreeSet<>();
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    failed.add(each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber()
                            + " " + each.getMessage().replaceAll("\\s+", " "));
                }
            }
            if (failed.isEmpty() != result.isCompliant()) {
                failed.add("no agreement between verdict and assertions");
            }
            return result.getTotalAssertions() + "\t" + String.join("\t", failed);
        } catch (VeraPDFException problem) {
            return "0\tunreadable " + problem.getMessage();
        }
    }
}
